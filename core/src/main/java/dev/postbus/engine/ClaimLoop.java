package dev.postbus.engine;

import dev.postbus.EventBusConfig;
import dev.postbus.EventBusException;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one loop that talks to the store for this instance's handlers: settlements out, claims in,
 * one exchange at a time. It claims no more than can be run soon, and when there is nothing to do
 * it waits to be woken: by a token from the store, by the end of a run, by the next due time, or by
 * the guard. In a backlog the next exchange is under way while the claims of the last one are
 * dispatched.
 *
 * <p>All fields without a note belong to the loop's thread; others wake it with {@link #wakeUp()}.
 */
final class ClaimLoop implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(ClaimLoop.class);
  private static final long MAX_PAUSE_MILLIS = 1_000;

  private final EventBusConfig config;
  private final EngineTime time;
  private final HandlerRegistry registry;
  private final Settlements settlements;
  private final StoreWatch watch;
  private final LoopLease lease;
  private final LoopPulse pulse = new LoopPulse();
  private final LoopThread thread;
  private final Exchanges exchanges;
  private final SuspectTurns suspects;
  private final ClaimIntake intake;
  private final DueTimer dueTimer;
  private final LoopDrain drain;

  /** Any thread. */
  private final QueueSignals signals = new QueueSignals();

  private final ClaimRoom room;

  /** What the exchange under way, or else the last one, was to claim. */
  private Map<EventQueue, Integer> claiming = Map.of();

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
    this.time = time;
    this.registry = registry;
    this.settlements = settlements;
    this.watch = watch;
    this.room = new ClaimRoom(workers.values(), signals);
    this.lease = new LoopLease(config, sessions, settlements, workers);
    this.thread = new LoopThread("postbus-" + config.group(), this, pulse);
    this.exchanges =
        new Exchanges(config, settings, time, watch, pauses, thread, pulse, lease::isAbandoned);
    this.suspects = new SuspectTurns(dispatcher, time, settings.suspectAlone(), this::wakeUp);
    this.dueTimer = new DueTimer(time, this::lookEverywhere);
    this.intake =
        new ClaimIntake(
            dispatcher,
            workers,
            new PrefetchWatch(workers.values(), time, settings.prefetchHold(), this::wakeUp),
            suspects);
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
    while ((!thread.isStopping() || exchanges.isUnderWay()) && !lease.isAbandoned()) {
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
        exchanges.startAnew();
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
    if (exchanges.isUnderWay() || ask()) {
      receive(exchanges.await());
    }
  }

  /**
   * Registers if need be and begins an exchange; returns false after it has waited to be woken
   * instead.
   */
  private boolean ask() {
    if (lease.held() == null) {
      if (registry.isEmpty()) {
        thread.park();
        return false;
      }
      if (!lease.open(this::signal)) {
        return false;
      }
      exchanges.startAnew();
      signals.startAnew();
    }
    if (lease.current().lost()) {
      throw new FencedException(lease.current().consumer.id());
    }
    if (suspects.nextMayCome()) {
      signals.promiseAll();
    }
    intake.handBackLate();
    if (begin(Map.of())) {
      return true;
    }
    if (!lease.isAbandoned()) {
      thread.park();
    }
    return false;
  }

  /**
   * Begins an exchange; returns false when there is nothing to tell and nothing to claim.
   *
   * @param onTheWay how many may have been claimed that are not dispatched yet
   */
  private boolean begin(Map<EventQueue, Integer> onTheWay) {
    // Also when there is enough to do: a queue that is never idle must not make the others deaf.
    room.arm(lease.current().consumer, onTheWay);
    if (lease.isAbandoned()) {
      return false;
    }
    Map<EventQueue, Integer> wanted = room.wanted(onTheWay);
    List<Settlements.Entry> settled = settlements.take();
    if (!settlements.isEmpty()) {
      // What is handed back may be among the rest: nothing newer must be claimed before it.
      wanted = Map.of();
    }
    // An exchange that claims nothing lets the store signal another instance.
    boolean inVain = signals.takeInVain(wanted.keySet());
    if (wanted.isEmpty() && settled.isEmpty() && !inVain) {
      return false;
    }
    // What is signalled from here on is newer than the answer.
    signals.ask(wanted.keySet());
    claiming = wanted;
    exchanges.begin(lease.current(), wanted, suspects.allowed(), settled);
    return true;
  }

  private void receive(ExchangeReply reply) {
    signals.promise(reply.more());
    reply.nextDue().ifPresent(dueTimer::dueIn);
    try {
      if (mayGoOn() && intake.canWait(reply) && !room.wanted(claiming).isEmpty()) {
        begin(claiming);
      }
    } finally {
      if (!lease.isAbandoned()) {
        intake.dispatch(reply, lease.current());
      }
    }
  }

  private boolean mayGoOn() {
    return !thread.isStopping() && !lease.isAbandoned() && !lease.current().lost();
  }

  /** Any thread: every queue may hold something to claim. */
  void lookEverywhere() {
    signals.promiseAll();
    wakeUp();
  }
}
