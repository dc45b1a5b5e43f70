package dev.postbus.engine;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Writes and reads times as text, RFC 3339. What publishers of this bus write, milliseconds in UTC,
 * takes a short way, because the formatter of the JDK takes longer than all the rest of an
 * envelope; everything else is left to the JDK.
 */
final class Timestamps {

  private static final String SHAPE = "0000-00-00T00:00:00.000Z";
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final int SECONDS_PER_DAY = 86_400;

  private Timestamps() {}

  /** Returns the text, the same as {@link Instant#toString()}. */
  static String format(Instant time) {
    int nanos = time.getNano();
    LocalDateTime utc =
        nanos == 0 || nanos % NANOS_PER_MILLI != 0
            ? LocalDateTime.MIN
            : LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
    if (utc.getYear() < 0 || utc.getYear() > 9_999) {
      return time.toString();
    }
    char[] text = SHAPE.toCharArray();
    put(text, 0, 4, utc.getYear());
    put(text, 5, 2, utc.getMonthValue());
    put(text, 8, 2, utc.getDayOfMonth());
    put(text, 11, 2, utc.getHour());
    put(text, 14, 2, utc.getMinute());
    put(text, 17, 2, utc.getSecond());
    put(text, 20, 3, nanos / NANOS_PER_MILLI);
    return new String(text);
  }

  private static void put(char[] text, int from, int digits, int number) {
    int rest = number;
    for (int i = from + digits - 1; i >= from; i--) {
      text[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /**
   * Returns the time that the text says.
   *
   * @throws DateTimeException when it is not RFC 3339
   */
  static Instant parse(String text) {
    return hasShape(text) ? parseShape(text) : OffsetDateTime.parse(text).toInstant();
  }

  private static boolean hasShape(String text) {
    if (text.length() != SHAPE.length()) {
      return false;
    }
    for (int i = 0; i < SHAPE.length(); i++) {
      char expected = SHAPE.charAt(i);
      char found = text.charAt(i);
      if (expected == '0' ? found < '0' || found > '9' : found != expected) {
        return false;
      }
    }
    // The JDK knows what to say of other numbers.
    return number(text, 11, 2) < 24 && number(text, 14, 2) < 60 && number(text, 17, 2) < 60;
  }

  private static Instant parseShape(String text) {
    LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2));
    long seconds =
        date.toEpochDay() * SECONDS_PER_DAY
            + number(text, 11, 2) * 3_600
            + number(text, 14, 2) * 60
            + number(text, 17, 2);
    return Instant.ofEpochSecond(seconds, number(text, 20, 3) * (long) NANOS_PER_MILLI);
  }

  private static int number(String text, int from, int digits) {
    int number = 0;
    for (int i = from; i < from + digits; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }
}
