package dev.postbus.sample;

import dev.postbus.EventQueue;
import dev.postbus.sample.shop.Tally.Count;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What workers and the shop say to each other, one line each: a word, then its values, with tabs in
 * between. Anything else a worker prints is passed on as it is.
 */
final class WorkerLine {

  /** The worker handles events from now on. */
  static final String READY = "@ready";

  /** Something happened: queue, who, number of the order, what. */
  static final String TELL = "@tell";

  /** To the worker: a customer's address is to be corrected; from it: it is. */
  static final String CORRECT = "@correct";

  /** To the worker: it is to finish what it runs, and end. */
  static final String FINISH = "@finish";

  /** The worker's counts; its last line. */
  static final String TALLY = "@tally";

  private static final String TAB = "\t";

  private WorkerLine() {}

  static String of(String word, Object... values) {
    StringBuilder line = new StringBuilder(word);
    for (Object value : values) {
      line.append(TAB).append(value.toString().replaceAll("\\s", " "));
    }
    return line.toString();
  }

  static String tell(EventQueue queue, String who, int number, String what) {
    return of(TELL, queue, who, number, what);
  }

  static String tally(Map<Count, Long> counts) {
    return of(
        TALLY,
        counts.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toArray());
  }

  /** Returns the word and the values of a line. */
  static List<String> parse(String line) {
    return List.of(line.split(TAB, -1));
  }

  /** Returns the counts of the values of {@link #TALLY}. */
  static Map<Count, Long> counts(List<String> values) {
    return values.stream()
        .map(value -> value.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> Count.valueOf(pair[0]),
                pair -> Long.valueOf(pair[1]),
                Long::sum,
                () -> new EnumMap<>(Count.class)));
  }
}
