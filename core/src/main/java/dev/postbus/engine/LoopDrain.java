package dev.postbus.engine;

import dev.postbus.EventQueue;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a claim loop: hands back what has not begun, waits for what runs until the drain time
 * is over, settles it and takes leave of the store. For the thread of the loop.
 */
final class LoopDrain {

  private static final Logger log = LoggerFactory.getLogger(LoopDrain.class);

  private final Sessions sessions;
  private final Dispatcher dispatcher;
  private final Settlements settlements;
  private final Map<EventQueue, QueueWorkers> workers;
  private final LoopThread thread;
  private final Exchanges exchanges;
  private final Consumer<FencedException> leaseLost;
  private Delivery.@Nullable Lease lease;

  /** Any thread. */
  private volatile boolean finishedAll;

  /**
   * Creates it.
   *
   * @param leaseLost is told when others have taken over before the end
   */
  LoopDrain(
      Sessions sessions,
      Dispatcher dispatcher,
      Settlements settlements,
      Map<EventQueue, QueueWorkers> workers,
      LoopThread thread,
      Exchanges exchanges,
      Consumer<FencedException> leaseLost) {
    this.sessions = sessions;
    this.dispatcher = dispatcher;
    this.settlements = settlements;
    this.workers = workers;
    this.thread = thread;
    this.exchanges = exchanges;
    this.leaseLost = leaseLost;
  }

  /** Any thread: returns whether all that ran has finished. */
  boolean hasFinishedAll() {
    return finishedAll;
  }

  void run(Delivery.@Nullable Lease held) {
    lease = held;
    // What was about to start and now does not is handed back after these, and so comes before
    // them again.
    workers.values().forEach(queue -> dispatcher.handBack(queue.drain()));
    if (lease != null) {
      lease.drain();
    }
    try {
      awaitRuns();
      settle();
    } finally {
      if (lease != null) {
        thread.clearInterrupt();
        sessions.close(lease, LoopThread.GOODBYE);
      }
    }
  }

  /** Waits for what runs, also under a lease that is lost, until the drain time is over. */
  private void awaitRuns() {
    try {
      while (!isIdle() && thread.drainNanosLeft() > 0) {
        settle();
        if (!isIdle() && settlements.isEmpty()) {
          thread.park(Math.max(1, thread.drainNanosLeft()));
        }
      }
    } finally {
      finishedAll = isIdle();
      if (!finishedAll) {
        dispatcher.running().forEach(HandlerRun::abandon);
        log.warn(
            "Handler runs that did not end within the drain time: {}; they are interrupted, and"
                + " their events handed back",
            dispatcher.running().size());
      }
    }
  }

  private boolean isIdle() {
    return workers.values().stream().allMatch(QueueWorkers::isIdle);
  }

  private void settle() {
    try {
      while (lease != null && !settlements.isEmpty()) {
        exchanges.begin(lease, Map.of(), false, settlements.take());
        exchanges.await();
      }
    } catch (FencedException fenced) {
      lease = null;
      leaseLost.accept(fenced);
    }
    if (lease == null) {
      settlements.clear();
    }
  }
}
