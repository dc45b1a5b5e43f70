package dev.postbus.local;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** When something delayed is due: rounded up to whole milliseconds, so that it is never early. */
final class DueTime {

  /** Later than anybody waits, and still told from {@link LocalQueue#NEVER}. */
  private static final long LATEST = LocalQueue.NEVER - 1;

  private DueTime() {}

  static boolean isLater(Duration delay) {
    return !delay.isZero() && !delay.isNegative();
  }

  static long millis(Instant now, Duration delay) {
    try {
      return now.plus(delay).plusNanos(999_999).toEpochMilli();
    } catch (DateTimeException | ArithmeticException beyondAllCalendars) {
      return LATEST;
    }
  }
}
