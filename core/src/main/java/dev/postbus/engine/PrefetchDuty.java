package dev.postbus.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Hands back what was prefetched and found no free slot soon, so that it is not kept from idle
 * instances.
 */
final class PrefetchDuty implements Duty {

  private final Collection<QueueWorkers> workers;
  private final Dispatcher dispatcher;
  private final EngineTime time;
  private final Duration hold;

  PrefetchDuty(
      Collection<QueueWorkers> workers, Dispatcher dispatcher, EngineTime time, Duration hold) {
    this.workers = List.copyOf(workers);
    this.dispatcher = dispatcher;
    this.time = time;
    this.hold = hold;
  }

  @Override
  public String name() {
    return "prefetch";
  }

  @Override
  public int runOnce() {
    int handedBack = 0;
    long oldest = time.nanoTime() - hold.toNanos();
    for (QueueWorkers queue : workers) {
      List<HandlerRun> late = queue.takeLate(oldest);
      if (!late.isEmpty()) {
        queue.slow();
        dispatcher.handBack(late);
        handedBack += late.size();
      }
    }
    return handedBack;
  }

  @Override
  public Duration pause() {
    return hold;
  }
}
