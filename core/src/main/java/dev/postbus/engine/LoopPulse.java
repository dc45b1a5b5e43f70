package dev.postbus.engine;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a claim loop lets its watchdog see of its going on. Written by the loop's thread, read by
 * any.
 */
final class LoopPulse {

  private volatile long beats;
  private volatile boolean idle;
  private volatile @Nullable Silence silence;

  /**
   * An exchange that has got no answer.
   *
   * @param sinceNanos since when it is asked again and again
   * @param reason why it failed last
   */
  record Silence(long sinceNanos, String reason) {}

  /** The loop goes on. */
  // Only the loop's thread counts.
  @SuppressWarnings("NonAtomicOperationOnVolatileField")
  void beat() {
    beats++;
  }

  /** The loop waits to be woken, or does so no more. */
  void idle(boolean waits) {
    idle = waits;
  }

  /** The loop was refused an answer and asks again. */
  void unanswered(long askedNanos, Throwable failure) {
    Silence before = silence;
    silence =
        new Silence(
            before == null ? askedNanos : before.sinceNanos(),
            String.valueOf(failure.getMessage()));
    beat();
  }

  void answered() {
    if (silence != null) {
      silence = null;
    }
  }

  long beats() {
    return beats;
  }

  boolean isIdle() {
    return idle;
  }

  Optional<Silence> silence() {
    return Optional.ofNullable(silence);
  }
}
