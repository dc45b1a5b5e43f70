package dev.postbus.engine;

import dev.postbus.EventQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs handlers of one queue, never more at once than its concurrency. A worker takes run after run
 * until none waits, so that short handlers do not pay for a thread each; a run that goes on in a
 * stage keeps its slot until the stage ends.
 */
final class QueueWorkers {

  private static final Logger log = LoggerFactory.getLogger(QueueWorkers.class);

  /** A run's short-term memory of how long runs take: each counts an eighth. */
  private static final int SMOOTHING = 8;

  private final EventQueue queue;
  private final int concurrency;
  private final Executor executor;
  private final EngineSettings settings;
  private final Runnable wakeUp;
  private volatile boolean draining;

  /** Guarded by this. */
  private final ArrayDeque<HandlerRun> waiting = new ArrayDeque<>();

  /** Guarded by this; workers that have been given to the executor and have not begun. */
  private int starting;

  /** Guarded by this; slots whose worker has begun, or whose run goes on in a stage. */
  private int busy;

  /** Guarded by this; runs that have left their slot and not yet told how they ended. */
  private int reporting;

  /** Guarded by this. */
  private long averageNanos = -1;

  QueueWorkers(
      EventQueue queue,
      int concurrency,
      Executor executor,
      EngineSettings settings,
      Runnable wakeUp) {
    this.queue = queue;
    this.concurrency = concurrency;
    this.executor = executor;
    this.settings = settings;
    this.wakeUp = wakeUp;
  }

  EventQueue queue() {
    return queue;
  }

  /** Puts runs in line. */
  void add(List<HandlerRun> runs) {
    int workers;
    synchronized (this) {
      waiting.addAll(runs);
      workers = Math.min(concurrency - busy, waiting.size()) - starting;
      starting += Math.max(0, workers);
    }
    for (int i = 0; i < workers; i++) {
      startWorker();
    }
  }

  private void startWorker() {
    try {
      executor.execute(this::work);
    } catch (RejectedExecutionException | OutOfMemoryError noThread) {
      synchronized (this) {
        starting--;
      }
      log.warn(
          "No thread could be had for queue {}; what waits is handed back or run by others",
          queue,
          noThread);
    }
  }

  private void work() {
    HandlerRun run = first();
    while (run != null && hasEnded(run)) {
      run = next(run);
    }
  }

  private boolean hasEnded(HandlerRun run) {
    try {
      return run.execute(this::resume);
    } catch (RuntimeException | Error unexpected) {
      run.breaks();
      return true;
    }
  }

  private synchronized @Nullable HandlerRun first() {
    starting--;
    busy++;
    return pollOrLeave();
  }

  private @Nullable HandlerRun pollOrLeave() {
    HandlerRun run = draining ? null : waiting.poll();
    if (run == null) {
      busy--;
    }
    return run;
  }

  /**
   * Takes the slot of a run that has ended and only then reports its end, so that whoever hears of
   * it sees the free slot.
   */
  private @Nullable HandlerRun next(HandlerRun ended) {
    HandlerRun next;
    synchronized (this) {
      took(ended.nanos());
      next = pollOrLeave();
      reporting++;
    }
    report(ended);
    return next;
  }

  private void report(HandlerRun ended) {
    boolean settled = false;
    try {
      ended.report();
      settled = !ended.delivery.lease.lost();
    } catch (RuntimeException | Error unexpected) {
      // The slot and the run it goes on with must survive whatever happens to this one.
      settleUntold(ended, unexpected);
    } finally {
      synchronized (this) {
        reporting--;
      }
      if (draining || !settled) {
        // No settlement tells the loop that there is a free slot.
        wakeUp.run();
      }
    }
  }

  /** A delivery without a settlement would stay in flight for as long as this process lives. */
  private static void settleUntold(HandlerRun ended, Throwable unexpected) {
    try {
      ended.untold();
      log.error(
          "The end of a run of handler {} for {} could not be told; it is handled again",
          ended.handler.id(),
          ended.delivery.metadata,
          unexpected);
    } catch (RuntimeException | Error again) {
      ended.delivery.lease.lose();
    }
  }

  /** An asynchronous run has ended: its slot goes on with the next one, on another thread. */
  private void resume(HandlerRun ended) {
    boolean goOn;
    synchronized (this) {
      took(ended.nanos());
      busy--;
      goOn = !draining && waiting.size() > starting;
      starting += goOn ? 1 : 0;
      reporting++;
    }
    if (goOn) {
      startWorker();
    }
    report(ended);
  }

  /**
   * From now on nothing starts that is in line; it is taken out, in order. The end of every report
   * wakes the loop, which waits for the last one.
   */
  synchronized List<HandlerRun> drain() {
    draining = true;
    return takeWaiting(run -> true);
  }

  private void took(long nanos) {
    averageNanos = averageNanos < 0 ? nanos : averageNanos + (nanos - averageNanos) / SMOOTHING;
  }

  /** Returns how many handler deliveries may be claimed at once while none is on the way. */
  int wanted() {
    return wanted(0);
  }

  /**
   * Returns how many handler deliveries may be claimed at once: the free slots, and a few
   * milliseconds of work beyond, but of the most that is prefetched only half. A run whose worker
   * is starting is in line still and counts there.
   *
   * @param onTheWay how many have been claimed that are not in line yet
   */
  synchronized int wanted(int onTheWay) {
    int room = concurrency + prefetch() - busy - waiting.size() - onTheWay;
    return Math.max(0, Math.min(room, concurrency + settings.maxPrefetch() / 2));
  }

  /** Unknown handlers get no prefetch: the first runs tell. */
  private int prefetch() {
    if (averageNanos < 0) {
      return 0;
    }
    long runs = concurrency * settings.prefetchWork().toNanos() / Math.max(averageNanos, 1_000);
    return (int) Math.min(runs, settings.maxPrefetch());
  }

  /**
   * Learns from runs that waited too long that handlers here are slow now: nothing is prefetched
   * until some have ended.
   */
  synchronized void slow() {
    averageNanos = Math.max(averageNanos, concurrency * settings.prefetchWork().toNanos() * 2);
  }

  synchronized boolean isIdle() {
    return busy == 0 && reporting == 0 && waiting.isEmpty();
  }

  /** Returns whether the first in line has waited since before the given time. */
  synchronized boolean isLate(long oldestNanos) {
    HandlerRun first = waiting.peek();
    return first != null && first.createdNanos - oldestNanos < 0;
  }

  /**
   * Takes out of line everything when the first of it has waited since before the given time: what
   * came later must not overtake it.
   */
  synchronized List<HandlerRun> takeLate(long oldestNanos) {
    return isLate(oldestNanos) ? takeWaiting(run -> true) : List.of();
  }

  /** Takes out of line what has not started and fits the condition. */
  synchronized List<HandlerRun> takeWaiting(Predicate<HandlerRun> condition) {
    List<HandlerRun> taken = new ArrayList<>();
    waiting.removeIf(run -> condition.test(run) && taken.add(run));
    return taken;
  }
}
