package dev.postbus.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Wakes the claim loop when something prefetched has found no free slot soon, so that the loop
 * hands it back and does not keep it from idle instances.
 */
final class PrefetchDuty implements Duty {

  private final Collection<QueueWorkers> workers;
  private final EngineTime time;
  private final Duration hold;
  private final Runnable wakeUp;

  PrefetchDuty(Collection<QueueWorkers> workers, EngineTime time, Duration hold, Runnable wakeUp) {
    this.workers = List.copyOf(workers);
    this.time = time;
    this.hold = hold;
    this.wakeUp = wakeUp;
  }

  @Override
  public String name() {
    return "prefetch";
  }

  /** Returns in how many queues something has waited too long. */
  @Override
  public int runOnce() {
    long oldest = time.nanoTime() - hold.toNanos();
    int late = (int) workers.stream().filter(queue -> queue.isLate(oldest)).count();
    if (late > 0) {
      wakeUp.run();
    }
    return late;
  }

  @Override
  public Duration pause() {
    return hold;
  }
}
