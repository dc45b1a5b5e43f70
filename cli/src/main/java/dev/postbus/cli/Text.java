package dev.postbus.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Writes numbers, times and foreign texts for people. */
final class Text {

  /** Below it an age is as good as none: clocks are read in milliseconds. */
  private static final Duration NOW = Duration.ofSeconds(1);

  private Text() {}

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Returns for example {@code "1 event"}, {@code "1,204 events"}. */
  static String count(long value, String one) {
    return number(value) + " " + one + (value == 1 ? "" : "s");
  }

  /** Returns for example {@code "12 deliveries wait"}. */
  static String waiting(long deliveries) {
    return deliveries == 0
        ? "nothing waits"
        : number(deliveries) + (deliveries == 1 ? " delivery waits" : " deliveries wait");
  }

  /** Returns two units at most: {@code "340 ms"}, {@code "12 s"}, {@code "2 h 5 min"}. */
  static String span(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 1) {
      return duration.toMillis() + " ms";
    } else if (seconds < 60) {
      return seconds + " s";
    } else if (seconds < 3_600) {
      return two(seconds / 60, "min", seconds % 60, "s");
    } else if (seconds < 86_400) {
      return two(seconds / 3_600, "h", seconds % 3_600 / 60, "min");
    }
    return two(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h");
  }

  private static String two(long large, String unit, long small, String smaller) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + smaller);
  }

  static String ago(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    return age.compareTo(NOW) < 0 ? "just now" : span(age) + " ago";
  }

  static String until(Instant then, Instant now) {
    Duration left = Duration.between(now, then);
    return left.isNegative() || left.isZero() ? "due" : "in " + span(left);
  }

  /** Returns the text on one line; what could steer the terminal is replaced. */
  static String line(String foreign) {
    return clean(foreign.strip().replaceAll("\\s*\\R\\s*", " "));
  }

  /** Returns the first line of the text. */
  static String firstLine(String foreign) {
    return clean(foreign.strip().lines().findFirst().orElse(""));
  }

  /** Returns the text with its lines; what could steer the terminal is replaced. */
  static String lines(String foreign) {
    return clean(foreign.replace("\r\n", "\n").stripTrailing());
  }

  private static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.chars()
        .forEach(
            sign ->
                clean.append(
                    sign == '\t'
                        ? "  "
                        : Character.isISOControl(sign) && sign != '\n'
                            ? "?"
                            : String.valueOf((char) sign)));
    return clean.toString();
  }

  /** Returns the text, or what fits of it. */
  static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width - 3)) + "...";
  }
}
