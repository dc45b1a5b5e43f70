package dev.postbus.engine;

import java.time.Duration;
import org.slf4j.Logger;

/**
 * Says in the log that a user's listener or interceptor fails: at once, and then at most every ten
 * seconds, for it may fail with every event. Thread-safe.
 */
final class FaultLog {

  private static final long REPEAT_NANOS = Duration.ofSeconds(10).toNanos();

  private final Logger log;
  private final String what;
  private final EngineTime time;

  /** Guarded by this; in the past far enough for the first failure. */
  private long saidAt;

  /** Guarded by this. */
  private long unsaid;

  FaultLog(Logger log, String what, EngineTime time) {
    this.log = log;
    this.what = what;
    this.time = time;
    this.saidAt = time.nanoTime() - REPEAT_NANOS;
  }

  /** Never throws: a log that fails as well leaves nothing to be done. */
  void failed(Throwable failure) {
    long others;
    synchronized (this) {
      long now = time.nanoTime();
      if (now - saidAt < REPEAT_NANOS) {
        unsaid++;
        return;
      }
      saidAt = now;
      others = unsaid;
      unsaid = 0;
    }
    try {
      if (others == 0) {
        log.error("The event bus {} failed; delivery is not affected", what, failure);
      } else {
        log.error(
            "The event bus {} failed, as it did {} times since it was last said; delivery is not"
                + " affected",
            what,
            others,
            failure);
      }
    } catch (RuntimeException | Error alsoFails) {
      synchronized (this) {
        unsaid++;
      }
    }
  }
}
