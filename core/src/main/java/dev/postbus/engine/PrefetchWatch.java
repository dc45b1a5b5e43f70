package dev.postbus.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Finds what was prefetched and has found no free slot soon, and wakes the claim loop for it, so
 * that the loop hands it back and does not keep it from idle instances. It looks only while
 * something is in line: an idle instance pays nothing. Thread-safe.
 */
final class PrefetchWatch {

  /** What waited just as long as it may is not late yet. */
  private static final Duration MARGIN = Duration.ofMillis(1);

  private final Collection<QueueWorkers> workers;
  private final EngineTime time;
  private final Duration hold;
  private final Runnable wakeUp;
  private final AtomicBoolean watching = new AtomicBoolean();

  PrefetchWatch(Collection<QueueWorkers> workers, EngineTime time, Duration hold, Runnable wakeUp) {
    this.workers = List.copyOf(workers);
    this.time = time;
    this.hold = hold;
    this.wakeUp = wakeUp;
  }

  /** Something was put in line. */
  void watch() {
    if (!watching.getAndSet(true)) {
      time.schedule(hold.plus(MARGIN), this::look);
    }
  }

  /** Returns whether something in line is late. */
  boolean findsLate() {
    return isAnyLate(time.nanoTime() - hold.toNanos());
  }

  /**
   * Takes what is late out of line, queue by queue. For the loop's thread alone: nothing must be
   * claimed between leaving the line and reaching the store, for it would overtake.
   *
   * @param handBack is given what was taken
   */
  void takeLate(java.util.function.Consumer<List<HandlerRun>> handBack) {
    long oldest = time.nanoTime() - hold.toNanos();
    for (QueueWorkers queue : workers) {
      List<HandlerRun> late = queue.takeLate(oldest);
      if (!late.isEmpty()) {
        queue.slow();
        handBack.accept(late);
      }
    }
  }

  private void look() {
    // What is put in line from here on is watched anew, or is seen below.
    watching.set(false);
    long now = time.nanoTime();
    if (isAnyLate(now - hold.toNanos())) {
      wakeUp.run();
    }
    if (isAnyLate(now)) {
      watch();
    }
  }

  private boolean isAnyLate(long oldestNanos) {
    return workers.stream().anyMatch(queue -> queue.isLate(oldestNanos));
  }
}
