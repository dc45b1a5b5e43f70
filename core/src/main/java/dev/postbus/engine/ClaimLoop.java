package dev.postbus.engine;

import dev.postbus.EventBusConfig;
import dev.postbus.EventBusException;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one loop that talks to the store for this instance's handlers: settlements out, claims in,
 * one exchange at a time. It claims no more than can be run soon, and when there is nothing to do
 * it waits to be woken: by a token from the store, by the end of a run, by the next due time, or by
 * the guard.
 *
 * <p>All fields without a note belong to the loop's thread; others wake it with {@link #wakeUp()}.
 */
final class ClaimLoop implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(ClaimLoop.class);
  private static final long MAX_PAUSE_MILLIS = 1_000;

  private final EventBusConfig config;
  private final EngineSettings settings;
  private final EngineTime time;
  private final HandlerRegistry registry;
  private final Dispatcher dispatcher;
  private final Settlements settlements;
  private final Map<EventQueue, QueueWorkers> workers;
  private final StoreWatch watch;
  private final PauseWatch pauses;
  private final LoopLease lease;
  private final LoopPulse pulse = new LoopPulse();
  private final LoopThread thread;
  private final Exchanges exchanges;
  private final DueTimer dueTimer;
  private final PrefetchWatch prefetched;
  private final LoopDrain drain;

  /** Any thread. */
  private final QueueSignals signals = new QueueSignals();

  /** Whether a suspect was claimed since all queues were last asked for one. */
  private boolean suspectsHeldBack;

  ClaimLoop(
      EventBusConfig config,
      EngineSettings settings,
      EngineTime time,
      Sessions sessions,
      HandlerRegistry registry,
      Dispatcher dispatcher,
      Settlements settlements,
      Map<EventQueue, QueueWorkers> workers,
      StoreWatch watch,
      PauseWatch pauses) {
    this.config = config;
    this.settings = settings;
    this.time = time;
    this.registry = registry;
    this.dispatcher = dispatcher;
    this.settlements = settlements;
    this.workers = workers;
    this.watch = watch;
    this.pauses = pauses;
    this.lease = new LoopLease(config, sessions, settlements, workers);
    this.thread = new LoopThread("postbus-" + config.group(), this, pulse);
    this.exchanges =
        new Exchanges(config, settings, time, watch, thread, pulse, lease::isAbandoned);
    this.dueTimer = new DueTimer(time, this::lookEverywhere);
    this.prefetched =
        new PrefetchWatch(workers.values(), time, settings.prefetchHold(), this::wakeUp);
    this.drain =
        new LoopDrain(sessions, dispatcher, settlements, workers, thread, exchanges, lease::lost);
  }

  void start() {
    thread.start();
  }

  /**
   * Ends the loop: claims no more, waits for what runs until the drain time is over. Returns
   * whether all finished.
   */
  boolean stop(Duration drainTime) {
    if (!thread.stop(drainTime)) {
      log.error(
          "The claim loop of group {} does not end; its thread is left behind at:{}",
          config.group(),
          whereabouts());
      abandon();
    }
    return drain.hasFinishedAll();
  }

  /** Any thread: there may be something to do. */
  void wakeUp() {
    thread.wakeUp();
  }

  /** Any thread: the queue may hold something to claim. */
  void signal(EventQueue queue) {
    signals.signal(queue);
    wakeUp();
  }

  /**
   * Any thread: the store has refused a registration, which the next exchange will find out too.
   */
  void fenced(Delivery.Lease refused) {
    refused.lose();
    wakeUp();
  }

  LoopPulse pulse() {
    return pulse;
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  /** Any thread: looks for itself and asks for signals anew, as if all so far were lost. */
  void lookAgain() {
    signals.startAnew();
    wakeUp();
  }

  /** Returns where the loop's thread is now, for people. */
  String whereabouts() {
    return thread.whereabouts();
  }

  /**
   * Any thread: gives up what this loop holds, because it is stuck. It does nothing more should it
   * ever go on; it is interrupted for the case that this helps.
   */
  void abandon() {
    lease.abandon();
    thread.interrupt();
  }

  @Override
  public void run() {
    long pause = 0;
    while (!thread.isStopping() && !lease.isAbandoned()) {
      try {
        pulse.beat();
        step();
        pause = 0;
      } catch (FencedException fenced) {
        lease.lost(fenced);
      } catch (EventBusException noAnswer) {
        // Nothing is lost by going on: what is unsettled stays in flight under the lease.
        pause = longer(pause);
        pulse.unanswered(time.nanoTime(), noAnswer);
        watch.failed(noAnswer);
        thread.park(TimeUnit.MILLISECONDS.toNanos(pause));
      } catch (RuntimeException | Error failure) {
        pause = longer(pause);
        log.error(
            "The claim loop of group {} failed; it hands back what it holds and registers anew in"
                + " {} ms",
            config.group(),
            pause,
            failure);
        // Which claims were seen and which were not is unknown now: only the store can tell.
        lease.giveUp();
        thread.park(TimeUnit.MILLISECONDS.toNanos(pause));
      }
    }
    if (lease.isAbandoned()) {
      return;
    }
    try {
      dueTimer.cancel();
      drain.run(lease.held());
    } catch (RuntimeException failure) {
      log.warn(
          "Handing back at the end failed ({}); others take over when the lease has run out",
          failure.toString());
    }
  }

  private static long longer(long pause) {
    return Math.min(MAX_PAUSE_MILLIS, Math.max(50, pause * 2));
  }

  private void step() {
    if (lease.held() == null) {
      if (registry.isEmpty()) {
        thread.park();
        return;
      }
      if (!lease.open(this::signal)) {
        return;
      }
      exchanges.startAnew();
      signals.startAnew();
    }
    if (lease.current().lost()) {
      throw new FencedException(lease.current().consumer.id());
    }
    if (suspectsHeldBack && dispatcher.suspectsAllowed(settings.suspectAlone())) {
      // Nobody else signals those: they were there all the time.
      suspectsHeldBack = false;
      signals.promiseAll();
    }
    prefetched.takeLate(dispatcher::handBack);
    // Also when there is enough to do: a queue that is never idle must not make the others deaf.
    arm();
    if (lease.isAbandoned()) {
      return;
    }
    Map<EventQueue, Integer> wanted = wanted();
    List<Settlements.Entry> settled = settlements.take();
    // An exchange that claims nothing lets the store signal another instance.
    boolean inVain = signals.takeInVain(wanted.keySet());
    if (wanted.isEmpty() && settled.isEmpty() && !inVain) {
      thread.park();
      return;
    }
    exchange(wanted, settled);
  }

  private Map<EventQueue, Integer> wanted() {
    Map<EventQueue, Integer> wanted = new EnumMap<>(EventQueue.class);
    for (EventQueue queue : signals.promising()) {
      int free = workers.get(queue).wanted();
      if (free > 0) {
        wanted.put(queue, free);
      }
    }
    return wanted;
  }

  /** Asks for a signal for every queue that has room and nothing to claim. */
  private void arm() {
    for (QueueWorkers queue : workers.values()) {
      if (queue.wanted() > 0 && signals.arm(queue.queue())) {
        arm(queue.queue());
      }
    }
  }

  private void arm(EventQueue queue) {
    try {
      lease.current().consumer.arm(queue);
    } catch (RuntimeException notArmed) {
      signals.disarm(queue);
      throw notArmed;
    }
  }

  private void exchange(Map<EventQueue, Integer> wanted, List<Settlements.Entry> settled) {
    // What is signalled from here on is newer than the answer.
    signals.ask(wanted.keySet());
    ExchangeReply reply =
        exchanges.exchange(
            lease.current(), wanted, dispatcher.suspectsAllowed(settings.suspectAlone()), settled);
    signals.promise(reply.more());
    if (lease.isAbandoned()) {
      return;
    }
    reply.nextDue().ifPresent(dueTimer::dueIn);
    if (!reply.claims().isEmpty()) {
      dispatcher.dispatch(reply.claims(), lease.current());
      prefetched.watch();
    }
    if (reply.claims().stream().anyMatch(DeliveryState::isSuspect)) {
      suspectsHeldBack = true;
      time.schedule(settings.suspectAlone(), this::wakeUp);
    }
    pauses.seen(reply.paused());
    for (EventQueue paused : reply.paused()) {
      dispatcher.handBack(workers.get(paused).takeWaiting(run -> true));
    }
  }

  /** Any thread: every queue may hold something to claim. */
  void lookEverywhere() {
    signals.promiseAll();
    wakeUp();
  }
}
