package dev.postbus.engine;

import dev.postbus.EventBusListener;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers whether the store answers, and says so in the log without repeating itself more than
 * twice a minute. Thread-safe.
 */
final class StoreWatch {

  private static final Logger log = LoggerFactory.getLogger(StoreWatch.class);
  private static final long REPEAT_NANOS = Duration.ofSeconds(30).toNanos();

  private final EngineTime time;
  private final EventBusListener listener;
  private volatile boolean away;

  /** Guarded by this. */
  private long awaySince;

  /** Guarded by this; in the past far enough for the first failure. */
  private long saidAt;

  /** Guarded by this; whether the log knows of this outage, and so shall know of its end. */
  private boolean said;

  /** Guarded by this. */
  private @Nullable String problem;

  StoreWatch(EngineTime time, EventBusListener listener) {
    this.time = time;
    this.listener = listener;
    this.saidAt = time.nanoTime() - REPEAT_NANOS;
  }

  void answered() {
    if (!away) {
      return;
    }
    Duration gap;
    boolean say;
    synchronized (this) {
      if (!away) {
        return;
      }
      away = false;
      problem = null;
      say = said;
      said = false;
      gap = Duration.ofNanos(time.nanoTime() - awaySince);
    }
    if (say) {
      log.info("The store does its work again, after {} s; work goes on", gap.toSeconds());
    }
    listener.onStoreAvailable(true);
  }

  void failed(Throwable failure) {
    boolean first;
    boolean say;
    synchronized (this) {
      long now = time.nanoTime();
      first = !away;
      if (first) {
        away = true;
        awaySince = now;
      }
      problem = String.valueOf(failure.getMessage());
      say = now - saidAt >= REPEAT_NANOS;
      if (say) {
        saidAt = now;
        said = true;
      }
    }
    if (say) {
      log.warn(
          "The store does not do its work; nothing is lost, the call is repeated until it does: {}",
          failure.getMessage());
    }
    if (first) {
      listener.onStoreAvailable(false);
    }
    listener.onStoreFailed(String.valueOf(failure.getMessage()));
  }

  /** Returns one sentence when the store is away. */
  synchronized Optional<String> problem() {
    return away
        ? Optional.of(
            "the store has not done its work for %d s: %s"
                .formatted(Duration.ofNanos(time.nanoTime() - awaySince).toSeconds(), problem))
        : Optional.empty();
  }
}
