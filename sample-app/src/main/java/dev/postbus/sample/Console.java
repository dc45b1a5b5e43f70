package dev.postbus.sample;

import dev.postbus.EventQueue;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Prints what happens in aligned columns, in the order it is heard of, with the time since the
 * story began. Thread-safe.
 */
final class Console {

  private final PrintStream out;
  private final boolean withWorkers;
  private long begin;

  Console(PrintStream out, boolean withWorkers) {
    this.out = out;
    this.withWorkers = withWorkers;
    this.begin = System.nanoTime();
  }

  /** Prints a line as it is. */
  synchronized void print(String line) {
    out.println(line);
    out.flush();
  }

  /** Starts the clock and prints the names of the columns. */
  synchronized void begin() {
    begin = System.nanoTime();
    print("");
    print(columns("time", "worker", "queue", "who", "order", "what happens"));
  }

  /** Tells what the shop itself does. */
  void tell(String who, String what) {
    tell("", null, who, 0, what);
  }

  /** Tells what somebody did to an order, zero for none in particular. */
  synchronized void tell(
      String worker, @Nullable EventQueue queue, String who, int number, String what) {
    print(
        columns(
            String.format(Locale.ROOT, "%.3fs", (System.nanoTime() - begin) / 1e9),
            worker,
            queue == null ? "" : queue.name(),
            who,
            number == 0 ? "" : String.valueOf(number),
            what));
  }

  private String columns(
      String time, String worker, String queue, String who, String order, String what) {
    return "%8s  %s%-7s  %-13s  %5s  %s"
        .formatted(time, withWorkers ? "%-8s  ".formatted(worker) : "", queue, who, order, what);
  }
}
