package dev.postbus.testkit;

import dev.postbus.DelayedEvent;
import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.local.LocalEventBus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Knows when a bus has nothing to do, and lets time pass no faster than the bus can follow. */
final class Settling {

  /** Real time that the clock stands still while nothing but a handler could let the bus go on. */
  private static final Duration COURTESY = Duration.ofSeconds(1);

  private static final Duration SHORTEST_STEP = Duration.ofMillis(1);
  private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  private final LocalEventBus bus;
  private final EventBusConfig config;
  private final String group;
  private final ManualTime time;
  private final Activity activity;
  private final AtomicInteger emitting = new AtomicInteger();
  private final AtomicInteger handlers = new AtomicInteger();
  private volatile boolean started;

  Settling(LocalEventBus bus, EventBusConfig config, ManualTime time, Activity activity) {
    this.bus = bus;
    this.config = config;
    this.group = config.group();
    this.time = time;
    this.activity = activity;
  }

  void started(boolean now) {
    started = now;
    if (!now) {
      activity.reset();
    }
  }

  void emitBegins() {
    emitting.incrementAndGet();
  }

  void emitEnds() {
    emitting.decrementAndGet();
  }

  void handlerComes() {
    handlers.incrementAndGet();
  }

  void handlerGoes() {
    handlers.decrementAndGet();
  }

  /** Waits in real time; false when the bus has not settled by then. */
  boolean await(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isSettled()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      // The timer that would wake the bus may have been set by a clock that has moved since.
      bus.lookForWork();
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }

  private boolean isSettled() {
    long begun = activity.begun();
    if (emitting.get() > 0 || activity.open() > 0) {
      return false;
    }
    for (EventQueue queue : EventQueue.values()) {
      QueueCounts counts = bus.admin().counts(group, queue);
      if (counts.inFlight() > 0 || flows(queue) && counts.ready() > 0) {
        return false;
      }
    }
    // A run between the two looks may have led to an emit.
    return emitting.get() == 0 && activity.open() == 0 && activity.begun() == begun;
  }

  private boolean flows(EventQueue queue) {
    return started && !bus.admin().paused(group, queue);
  }

  /**
   * Waits in real time until the bus has settled, or has had nothing to do for a while of its own
   * accord; false when neither has come about by then.
   */
  private boolean awaitQuiet(Duration patience) {
    long begin = System.nanoTime();
    long since = begin;
    long begun = activity.begun();
    while (!isSettled()) {
      long now = System.nanoTime();
      if (!isQuiet() || activity.begun() != begun) {
        since = now;
        begun = activity.begun();
      } else if (now - since > COURTESY.toNanos()) {
        return true;
      }
      if (now - begin > patience.toNanos()) {
        return false;
      }
      bus.lookForWork();
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }

  /** Returns whether the bus can do nothing now until a handler ends, comes, or time passes. */
  private boolean isQuiet() {
    if (emitting.get() > 0 || activity.open() > activity.inside()) {
      return false;
    }
    for (EventQueue queue : EventQueue.values()) {
      int inside = activity.inside(queue);
      if (inside >= config.queue(queue).concurrency()) {
        continue; // what is ready or in line finds no slot
      }
      QueueCounts counts = bus.admin().counts(group, queue);
      boolean canBeClaimed = handlers.get() > 0 && flows(queue) && counts.ready() > 0;
      if (canBeClaimed || counts.inFlight() > inside) {
        return false;
      }
    }
    return true;
  }

  /**
   * Moves the clock from one thing that happens to the next.
   *
   * @param patience how long in real time the bus may take for what it does itself
   */
  void advance(Duration duration, Duration patience) {
    Instant end = time.now().plus(duration);
    boolean follows = true;
    do {
      // What it did not get done once it may never get done: the next steps do not wait as long.
      follows = awaitQuiet(follows ? patience : COURTESY);
      Instant soonest = time.now().plus(SHORTEST_STEP);
      Instant next = Collections.max(List.of(soonest, nextStop().orElse(end)));
      time.advance(Duration.between(time.now(), Collections.min(List.of(next, end))));
    } while (time.now().isBefore(end));
    awaitQuiet(follows ? patience : COURTESY);
  }

  private Optional<Instant> nextStop() {
    Stream<Instant> due = bus.admin().delayed(group, 0, 1).stream().map(DelayedEvent::dueAt);
    return Stream.concat(time.nextTask().stream(), due).min(Instant::compareTo);
  }

  /** Says what keeps the bus from having settled. */
  String describe() {
    List<String> busy = new ArrayList<>();
    for (EventQueue queue : EventQueue.values()) {
      QueueCounts counts = bus.admin().counts(group, queue);
      if (counts.ready() > 0 || counts.inFlight() > 0) {
        busy.add(
            "%d ready and %d in flight in %s".formatted(counts.ready(), counts.inFlight(), queue));
      }
    }
    return busy.isEmpty()
        ? "%d emits under way".formatted(emitting.get())
        : String.join(", ", busy);
  }
}
