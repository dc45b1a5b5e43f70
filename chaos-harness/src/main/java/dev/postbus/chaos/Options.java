package dev.postbus.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a run is asked to be.
 *
 * @param seconds how long faults happen
 * @param seed what all draws begin with
 * @param scenario which faults happen
 * @param everySecond whether Redis syncs its file every second instead of always
 * @param lease the lease of consumers
 * @param rate events a second that each producer emits
 * @param settle how long all may take to be handled once the faults are over
 * @param logs where to keep the logs; without it they are kept only when the verdict is bad
 * @param help whether only help is wanted
 */
record Options(
    int seconds,
    long seed,
    Scenario scenario,
    boolean everySecond,
    Duration lease,
    int rate,
    Duration settle,
    Optional<Path> logs,
    boolean help) {

  static Options parse(String... arguments) {
    int seconds = 60;
    long seed = ThreadLocalRandom.current().nextLong(1_000_000);
    Scenario scenario = Scenario.ALL;
    boolean everySecond = false;
    Duration lease = Duration.ofSeconds(2);
    int rate = 40;
    Duration settle = Duration.ofSeconds(90);
    Optional<Path> logs = Optional.empty();
    boolean help = false;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--help", "-h" -> help = true;
        case "--everysec" -> everySecond = true;
        case "--seconds" -> seconds = number(arguments, i++, 1, 86_400);
        case "--seed" -> seed = number(arguments, i++, 0, Integer.MAX_VALUE);
        case "--rate" -> rate = number(arguments, i++, 2, 10_000);
        case "--lease-ms" -> lease = Duration.ofMillis(number(arguments, i++, 500, 600_000));
        case "--settle" -> settle = Duration.ofSeconds(number(arguments, i++, 1, 86_400));
        case "--logs" -> logs = Optional.of(empty(Path.of(value(arguments, i++))));
        case "--scenario" -> scenario = Scenario.named(value(arguments, i++));
        default ->
            throw new IllegalArgumentException(
                "\"%s\" is no option; see ./chaos --help".formatted(arguments[i]));
      }
    }
    return new Options(seconds, seed, scenario, everySecond, lease, rate, settle, logs, help);
  }

  private static String value(String[] arguments, int i) {
    if (i + 1 == arguments.length) {
      throw new IllegalArgumentException("%s wants a value".formatted(arguments[i]));
    }
    return arguments[i + 1];
  }

  private static int number(String[] arguments, int i, int least, int most) {
    String value = value(arguments, i);
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "%s is \"%s\"; it must be a number from %d to %d"
            .formatted(arguments[i], value, least, most));
  }

  /** Logs of two runs in one place would be checked as one. */
  private static Path empty(Path directory) {
    String[] files = directory.toFile().list();
    if (Files.exists(directory) && (files == null || files.length > 0)) {
      throw new IllegalArgumentException(
          "--logs is \"%s\", which is %s; name a directory that is new or empty"
              .formatted(directory, files == null ? "no directory" : "not empty"));
    }
    return directory;
  }

  static String usage() {
    return """
    Breaks processes, connections and Redis under load, and checks that what has a receipt was handled.

      ./chaos [--seconds N] [--seed S] [--scenario NAME] [--everysec]

    --seconds N      how long faults happen; default 60
    --seed S         what all draws begin with; the same seed, seconds and scenario give the same faults
    --scenario NAME  which faults happen; default all:
    %s
    --everysec       Redis syncs its file every second instead of always; what a kill of it costs is counted apart
    --lease-ms N     the lease of consumers in milliseconds; default 2000
    --rate N         events a second that each of the two producers emits; default 40
    --settle N       seconds within which all must be handled once the faults are over; default 90
    --logs DIR       keep the logs there; without it only those of a bad run are kept

    Needs nothing but a JDK and Maven. The last line is the verdict; the exit code is 0 when nothing was lost and
    nothing unexpected happened, 1 when something was, 2 when the run could not be made.\
    """
        .formatted(
            String.join(
                "\n",
                Arrays.stream(Scenario.values())
                    .map(s -> "                   %-12s %s".formatted(s.shown(), s.summary()))
                    .toList()));
  }
}
