package dev.postbus.engine;

import dev.postbus.EventBusConfig;
import dev.postbus.EventBusException;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
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
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration GOODBYE = Duration.ofSeconds(5);
  private static final long MAX_PAUSE_MILLIS = 1_000;

  /** Any longer time can no longer be told in nanoseconds. */
  private static final Duration FOREVER = Duration.ofDays(36_500);

  private final EventBusConfig config;
  private final EngineSettings settings;
  private final EngineTime time;
  private final Sessions sessions;
  private final HandlerRegistry registry;
  private final Dispatcher dispatcher;
  private final Settlements settlements;
  private final Map<EventQueue, QueueWorkers> workers;
  private final StoreWatch watch;
  private final PauseWatch pauses;
  private final Thread thread;

  /** Any thread; set before the loop's thread is unparked. */
  private final AtomicBoolean woken = new AtomicBoolean();

  /** Any thread. */
  private final QueueSignals signals = new QueueSignals();

  /** Any thread: when the drain time is over, by System.nanoTime; 0 while running. */
  private volatile long drainUntil;

  private final LoopPulse pulse = new LoopPulse();

  private volatile boolean stopping;

  /** Any thread: whether whoever stops it has given up waiting and interrupts it. */
  private volatile boolean hurried;

  private volatile boolean finishedAll;

  /** Any thread, set under the lock: another loop has taken over from this one. */
  private volatile boolean abandoned;

  private Delivery.@Nullable Lease lease;
  private long requestId;

  /** Whether a suspect was claimed since all queues were last asked for one. */
  private boolean suspectsHeldBack;

  private Runnable cancelDueTimer = () -> {};
  private long dueAtNanos = Long.MAX_VALUE;

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
    this.sessions = sessions;
    this.registry = registry;
    this.dispatcher = dispatcher;
    this.settlements = settlements;
    this.workers = workers;
    this.watch = watch;
    this.pauses = pauses;
    this.thread = new Thread(this, "postbus-" + config.group());
    this.thread.setDaemon(false);
  }

  void start() {
    thread.start();
  }

  /**
   * Ends the loop: claims no more, waits for what runs until the drain time is over. Returns
   * whether all finished.
   */
  boolean stop(Duration drain) {
    drainUntil = System.nanoTime() + (drain.compareTo(FOREVER) < 0 ? drain : FOREVER).toNanos();
    stopping = true;
    wakeUp();
    boolean interrupted = false;
    while (thread.isAlive() && Thread.currentThread() != thread) {
      try {
        thread.join(Math.max(1, (drainUntil - System.nanoTime()) / 1_000_000 + GOODBYE.toMillis()));
        if (thread.isAlive()) {
          // Only an answer that does not come can still hold it.
          hurried = true;
          thread.interrupt();
        }
        if (System.nanoTime() - drainUntil > 3 * GOODBYE.toNanos()) {
          log.error(
              "The claim loop of group {} does not end; its thread is left behind at:{}",
              config.group(),
              whereabouts());
          abandon();
          break;
        }
      } catch (InterruptedException early) {
        interrupted = true;
        drainUntil = System.nanoTime();
        wakeUp();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return finishedAll;
  }

  /** Any thread: there may be something to do. */
  void wakeUp() {
    if (!woken.getAndSet(true)) {
      LockSupport.unpark(thread);
    }
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
    StringBuilder text = new StringBuilder();
    for (StackTraceElement element : thread.getStackTrace()) {
      text.append(System.lineSeparator()).append("    at ").append(element);
    }
    return text.toString();
  }

  /**
   * Any thread: gives up what this loop holds, because it is stuck. It does nothing more should it
   * ever go on; it is interrupted for the case that this helps.
   */
  void abandon() {
    synchronized (this) {
      giveUp(sessions.current());
      abandoned = true;
    }
    thread.interrupt();
  }

  @Override
  public void run() {
    long pause = 0;
    while (!stopping && !abandoned) {
      try {
        pulse.beat();
        step();
        pause = 0;
      } catch (FencedException fenced) {
        leaseLost(fenced);
      } catch (EventBusException noAnswer) {
        // Nothing is lost by going on: what is unsettled stays in flight under the lease.
        pause = longer(pause);
        pulse.unanswered(time.nanoTime(), noAnswer);
        watch.failed(noAnswer);
        park(TimeUnit.MILLISECONDS.toNanos(pause));
      } catch (RuntimeException | Error failure) {
        pause = longer(pause);
        log.error(
            "The claim loop of group {} failed; it hands back what it holds and registers anew in"
                + " {} ms",
            config.group(),
            pause,
            failure);
        // Which claims were seen and which were not is unknown now: only the store can tell.
        giveUpLease();
        park(TimeUnit.MILLISECONDS.toNanos(pause));
      }
    }
    if (abandoned) {
      return;
    }
    try {
      drain();
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
    if (lease == null) {
      if (registry.isEmpty()) {
        park(Long.MAX_VALUE);
        return;
      }
      lease = sessions.open(this::signal);
      if (abandoned) {
        sessions.lost(lease);
        return;
      }
      requestId = 0;
      signals.startAnew();
    }
    if (lease.lost()) {
      throw new FencedException(lease.consumer.id());
    }
    if (suspectsHeldBack && dispatcher.suspectsAllowed(settings.suspectAlone())) {
      // Nobody else signals those: they were there all the time.
      suspectsHeldBack = false;
      signals.promiseAll();
    }
    // Also when there is enough to do: a queue that is never idle must not make the others deaf.
    arm();
    if (abandoned) {
      return;
    }
    Map<EventQueue, Integer> wanted = wanted();
    List<Settlements.Entry> settled = settlements.take();
    // An exchange that claims nothing lets the store signal another instance.
    boolean inVain = signals.takeInVain(wanted.keySet());
    if (wanted.isEmpty() && settled.isEmpty() && !inVain) {
      park(Long.MAX_VALUE);
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
      current().consumer.arm(queue);
    } catch (RuntimeException notArmed) {
      signals.disarm(queue);
      throw notArmed;
    }
  }

  private Delivery.Lease current() {
    if (lease == null) {
      throw new IllegalStateException("no registration");
    }
    return lease;
  }

  private void exchange(Map<EventQueue, Integer> wanted, List<Settlements.Entry> settled) {
    List<Settlement> told = new ArrayList<>(settled.size());
    settled.forEach(entry -> told.add(entry.settlement()));
    ExchangeRequest request =
        new ExchangeRequest(
            ++requestId,
            told,
            wanted,
            dispatcher.suspectsAllowed(settings.suspectAlone()),
            settings.maxExchangeBytes(),
            config.deadLetterLimit());
    // What is signalled from here on is newer than the answer.
    signals.ask(wanted.keySet());
    ExchangeReply reply = ask(request);
    signals.promise(reply.more());
    settled.forEach(entry -> entry.stored().run());
    if (reply.droppedDeadLetters() > 0) {
      log.warn(
          "{} dead letters of group {} were dropped because it keeps {}; raise deadLetterLimit, or"
              + " redrive or discard them in time",
          reply.droppedDeadLetters(),
          config.group(),
          config.deadLetterLimit());
      config.listener().onDropped(config.group(), reply.droppedDeadLetters());
    }
    if (abandoned) {
      return;
    }
    reply.nextDue().ifPresent(this::wakeUpWhenDue);
    dispatcher.dispatch(reply.claims(), current());
    if (reply.claims().stream().anyMatch(DeliveryState::isSuspect)) {
      suspectsHeldBack = true;
      time.schedule(settings.suspectAlone(), this::wakeUp);
    }
    pauses.seen(reply.paused());
    for (EventQueue paused : reply.paused()) {
      dispatcher.handBack(workers.get(paused).takeWaiting(run -> true));
    }
  }

  /** Asks until there is an answer: only the very same request can be repeated safely. */
  private ExchangeReply ask(ExchangeRequest request) {
    long pause = 25;
    while (true) {
      clearInterrupt();
      long asked = time.nanoTime();
      try {
        ExchangeReply reply =
            Stages.await(current().consumer.exchange(request), ANSWER, "an exchange");
        current().renewed(asked);
        watch.answered();
        pulse.answered();
        return reply;
      } catch (FencedException fenced) {
        throw fenced;
      } catch (RuntimeException noAnswer) {
        pulse.unanswered(asked, noAnswer);
        if (abandoned || (stopping && (System.nanoTime() - drainUntil > 0 || hurried))) {
          throw noAnswer;
        }
        watch.failed(noAnswer);
        pause = Math.min(MAX_PAUSE_MILLIS, pause * 2);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
      }
    }
  }

  private void wakeUpWhenDue(Duration delay) {
    long at = time.nanoTime() + delay.toNanos();
    if (at >= dueAtNanos && dueAtNanos > time.nanoTime()) {
      return;
    }
    cancelDueTimer.run();
    dueAtNanos = at;
    cancelDueTimer = time.schedule(delay, this::lookEverywhere);
  }

  /** Any thread: every queue may hold something to claim. */
  void lookEverywhere() {
    signals.promiseAll();
    wakeUp();
  }

  private void park(long nanos) {
    if (!woken.getAndSet(false)) {
      if (nanos == Long.MAX_VALUE) {
        pulse.idle(true);
        LockSupport.park(this);
        pulse.idle(false);
      } else {
        LockSupport.parkNanos(this, nanos);
      }
      woken.set(false);
    }
    clearInterrupt();
  }

  /** A listener may leave an interrupt behind, with which no answer could be waited for. */
  private void clearInterrupt() {
    if (!hurried && Thread.interrupted()) {
      log.debug("The claim loop was interrupted by somebody; only stop ends it");
    }
  }

  private void leaseLost(FencedException fenced) {
    if (abandoned) {
      return;
    }
    int unsettled = giveUpLease();
    log.warn(
        "{}. {} settlements are void; what had not started is dropped here and handled there."
            + " Registering anew",
        fenced.getMessage(),
        unsettled);
    config.listener().onLeaseLost(config.group());
  }

  /** Returns how many settlements are void. */
  private synchronized int giveUpLease() {
    if (abandoned) {
      // What there is now belongs to the loop that has taken over.
      return 0;
    }
    Delivery.Lease held = lease;
    lease = null;
    return giveUp(held);
  }

  private int giveUp(Delivery.@Nullable Lease held) {
    if (held != null) {
      sessions.lost(held);
    }
    for (QueueWorkers queue : workers.values()) {
      queue.takeWaiting(run -> true).forEach(HandlerRun::skip);
    }
    return settlements.clear();
  }

  private void drain() {
    cancelDueTimer.run();
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
        clearInterrupt();
        sessions.close(lease, GOODBYE);
        lease = null;
      }
    }
  }

  /** Waits for what runs, also under a lease that is lost, until the drain time is over. */
  private void awaitRuns() {
    try {
      while (!idle() && System.nanoTime() - drainUntil < 0) {
        settle();
        if (!idle() && settlements.isEmpty()) {
          park(Math.max(1, drainUntil - System.nanoTime()));
        }
      }
    } finally {
      finishedAll = idle();
      if (!finishedAll) {
        dispatcher.running().forEach(HandlerRun::abandon);
        log.warn(
            "{} handlers still run after the drain time; they are interrupted, and their events"
                + " handed back",
            dispatcher.running().size());
      }
    }
  }

  private boolean idle() {
    return workers.values().stream().allMatch(QueueWorkers::isIdle);
  }

  private void settle() {
    try {
      while (lease != null && !settlements.isEmpty()) {
        exchange(Map.of(), settlements.take());
      }
    } catch (FencedException fenced) {
      leaseLost(fenced);
    }
    if (lease == null) {
      settlements.clear();
    }
  }
}
