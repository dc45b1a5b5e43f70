package dev.postbus.benchmarks.harness;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What the command line asks for.
 *
 * @param seconds how long one run measures, where it is not a number of events that ends it
 * @param warmUp how long the same is done before, unmeasured
 * @param runs how often each figure is measured
 * @param events in place of the benchmark's own number of events, for quick tries
 * @param json whether results are printed as JSON
 * @param parts which parts of a benchmark that has several; none means all
 */
public record Options(
    double seconds, double warmUp, int runs, OptionalInt events, boolean json, List<String> parts) {

  private static final double SECONDS = 10;

  /** Compilers need about as long until they leave the cores to what is measured. */
  private static final double WARM_UP = 10;

  private static final int RUNS = 3;

  /** Something on the command line cannot be used; the message says what is accepted. */
  public static final class UnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates it with what is shown to the user. */
    public UnusableException(String message) {
      super(message);
    }
  }

  /** Reads {@code --seconds 10 --warmup 10 --runs 3 --events 100000 --json}. */
  public static Options parse(List<String> arguments) {
    double seconds = SECONDS;
    double warmUp = -1;
    int runs = RUNS;
    OptionalInt events = OptionalInt.empty();
    boolean json = false;
    List<String> parts = List.of();
    Iterator<String> words =
        arguments.stream().flatMap(argument -> Stream.of(argument.split("=", 2))).iterator();
    while (words.hasNext()) {
      String option = words.next();
      if (option.equals("--json")) {
        json = true;
        continue;
      }
      String value = words.hasNext() ? words.next() : "";
      switch (option) {
        case "--seconds" -> seconds = number(option, value, 0.05, 3_600);
        case "--warmup" -> warmUp = number(option, value, 0, 3_600);
        case "--runs" -> runs = (int) number(option, value, 1, 100);
        case "--events" -> events = OptionalInt.of((int) number(option, value, 1, 10_000_000));
        case "--parts" -> parts = List.of(value.split(","));
        default ->
            throw new UnusableException(
                ("\"%s\" is not an option; there are --seconds, --warmup, --runs, --events,"
                        + " --parts, --json")
                    .formatted(option));
      }
    }
    return new Options(
        seconds, warmUp < 0 ? Math.min(seconds, WARM_UP) : warmUp, runs, events, json, parts);
  }

  private static double number(String option, String value, double least, double most) {
    try {
      double number = Double.parseDouble(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException noNumber) {
      // Said below.
    }
    throw new UnusableException(
        "%s is \"%s\"; give a number from %s to %s".formatted(option, value, least, most));
  }

  /** Returns the number of events asked for, else the benchmark's own. */
  public int eventsOr(int usual) {
    return events.orElse(usual);
  }

  /** Returns the length of a run. */
  public Duration length() {
    return ofSeconds(seconds);
  }

  /** Returns the length of the warm-up. */
  public Duration warmUpLength() {
    return ofSeconds(warmUp);
  }

  private static Duration ofSeconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
