package dev.postbus.testkit;

import dev.postbus.engine.EngineTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until the test moves it. What is scheduled runs on the thread that
 * moves it, in order. Chance is without jitter: an exponential backoff of 1 s waits exactly 1, 2, 4
 * seconds. Thread-safe.
 */
public final class ManualTime implements EngineTime {

  /** When a clock begins whose test does not care. */
  public static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private final RandomGenerator random = new WithoutJitter();

  /** Guarded by this. */
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparing(Task::at).thenComparing(Task::number));

  /** Guarded by this. */
  private Instant now;

  /** Guarded by this. */
  private long scheduled;

  private record Task(Instant at, long number, Runnable action) {}

  private ManualTime(Instant start) {
    this.now = start;
  }

  /** Makes a clock that stands at {@link #START}. */
  public static ManualTime create() {
    return startingAt(START);
  }

  /** Makes a clock that stands at the given time. */
  public static ManualTime startingAt(Instant start) {
    return new ManualTime(start);
  }

  /**
   * Moves the clock, running on this thread what becomes due on the way, each at its time.
   *
   * @throws IllegalArgumentException when the duration is negative
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "time cannot go back by %s; advance by a positive duration".formatted(duration.abs()));
    }
    Instant end = now().plus(duration);
    for (Task due = takeUntil(end); due != null; due = takeUntil(end)) {
      due.action().run();
    }
    moveTo(end);
  }

  private synchronized @Nullable Task takeUntil(Instant end) {
    Task first = tasks.peek();
    if (first == null || first.at().isAfter(end)) {
      return null;
    }
    moveTo(first.at());
    return tasks.remove();
  }

  private synchronized void moveTo(Instant time) {
    if (time.isAfter(now)) {
      now = time;
    }
  }

  /** Returns when the next scheduled task is due; empty when there is none. */
  public synchronized Optional<Instant> nextTask() {
    return Optional.ofNullable(tasks.peek()).map(Task::at);
  }

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public long nanoTime() {
    return Duration.between(START, now()).toNanos();
  }

  @Override
  public synchronized Runnable schedule(Duration delay, Runnable task) {
    Task added = new Task(now.plus(delay), ++scheduled, task);
    tasks.add(added);
    return () -> cancel(added);
  }

  private synchronized void cancel(Task task) {
    tasks.remove(task);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  /** Forgets what is scheduled. */
  @Override
  public synchronized void close() {
    tasks.clear();
  }

  @Override
  public String toString() {
    return "ManualTime[" + now() + "]";
  }

  /** Random, and the same in every run, but for the number between 0 and 1 that makes jitter. */
  private static final class WithoutJitter extends Random {
    private static final long serialVersionUID = 1L;

    private WithoutJitter() {
      super(42);
    }

    @Override
    public double nextDouble() {
      return 0.5;
    }
  }
}
