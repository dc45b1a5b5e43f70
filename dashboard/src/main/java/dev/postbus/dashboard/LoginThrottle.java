package dev.postbus.dashboard;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down guessing. After some failures an address waits twice as long after each further one;
 * when all addresses together fail too often, all wait. Thread-safe.
 */
final class LoginThrottle {

  private static final int FREE_FAILURES = 5;
  private static final int FAILURES_OF_ALL = 100;
  private static final long WINDOW_MILLIS = 60_000;
  private static final long FORGET_MILLIS = 15 * 60_000;
  private static final long MAX_WAIT_MILLIS = 60_000;
  private static final int MAX_ADDRESSES = 1_000;

  private final Clock clock;

  /** Guarded by this, as the counts of all below. */
  private final Map<String, Failures> byAddress =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  private long windowStart;
  private int inWindow;

  LoginThrottle(Clock clock) {
    this.clock = clock;
  }

  private record Failures(int count, long lastMillis) {

    long notBefore() {
      int over = count - FREE_FAILURES;
      return over < 0 ? 0 : lastMillis + Math.min(MAX_WAIT_MILLIS, 1_000L << Math.min(over, 16));
    }
  }

  /**
   * Admits an attempt, and counts it as failed until {@link #succeeded} says otherwise, so that
   * attempts at the same time do not slip through.
   *
   * @throws ApiError when this address has to wait
   */
  synchronized void attempt(String address) {
    long now = clock.millis();
    if (now - windowStart >= WINDOW_MILLIS) {
      windowStart = now;
      inWindow = 0;
    }
    Failures before = byAddress.get(address);
    if (before != null && now - before.lastMillis() > FORGET_MILLIS) {
      before = null;
    }
    long wait = before == null ? 0 : before.notBefore() - now;
    if (inWindow >= FAILURES_OF_ALL) {
      wait = Math.max(wait, windowStart + WINDOW_MILLIS - now);
    }
    if (wait > 0) {
      int seconds = (int) ((wait + 999) / 1_000);
      throw ApiError.tooMany(
          "too many failed logins; try again in %d s".formatted(seconds), seconds);
    }
    inWindow++;
    byAddress.put(address, new Failures(before == null ? 1 : before.count() + 1, now));
  }

  synchronized void succeeded(String address) {
    byAddress.remove(address);
    inWindow = Math.max(0, inWindow - 1);
  }
}
