package dev.postbus.testkit;

import dev.postbus.DelayedEvent;
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

  /** Real time that a running handler is given before the clock moves on under it. */
  private static final Duration COURTESY = Duration.ofMillis(200);

  private static final Duration SHORTEST_STEP = Duration.ofMillis(1);
  private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  private final LocalEventBus bus;
  private final String group;
  private final ManualTime time;
  private final Activity activity;
  private final AtomicInteger emitting = new AtomicInteger();
  private volatile boolean started;

  Settling(LocalEventBus bus, String group, ManualTime time, Activity activity) {
    this.bus = bus;
    this.group = group;
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
    if (emitting.get() > 0 || activity.open() > 0) {
      return false;
    }
    for (EventQueue queue : EventQueue.values()) {
      QueueCounts counts = bus.admin().counts(group, queue);
      boolean flows = started && !bus.admin().paused(group, queue);
      if (counts.inFlight() > 0 || flows && counts.ready() > 0) {
        return false;
      }
    }
    // An end that was told between the two looks may have led to an emit.
    return emitting.get() == 0 && activity.open() == 0;
  }

  /** Moves the clock from one thing that happens to the next. */
  void advance(Duration duration) {
    Instant end = time.now().plus(duration);
    do {
      await(COURTESY);
      Instant soonest = time.now().plus(SHORTEST_STEP);
      Instant next = Collections.max(List.of(soonest, nextStop().orElse(end)));
      time.advance(Duration.between(time.now(), Collections.min(List.of(next, end))));
    } while (time.now().isBefore(end));
    await(COURTESY);
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
