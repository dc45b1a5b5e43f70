package dev.postbus.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/** A clock that stands still until a test moves it, and then runs what has become due, in order. */
final class ManualTime implements EngineTime {

  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  /** Guarded by this. */
  private final List<Task> tasks = new ArrayList<>();

  /** Not zero, so that code which takes zero for "never" is found out. */
  private volatile long nanos = Duration.ofDays(3).toNanos();

  private volatile RandomGenerator random = () -> 0L;

  private record Task(long at, Runnable run) {}

  /** Moves the clock and runs on this thread what becomes due, each at its time. */
  void advance(Duration by) {
    long until = nanos + by.toNanos();
    for (Task due = nextUntil(until); due != null; due = nextUntil(until)) {
      nanos = Math.max(nanos, due.at());
      due.run().run();
    }
    nanos = until;
  }

  private synchronized Task nextUntil(long until) {
    Task next =
        tasks.stream()
            .filter(task -> task.at() - until <= 0)
            .min(Comparator.comparingLong(Task::at))
            .orElse(null);
    tasks.remove(next);
    return next;
  }

  /** Returns how long until the tasks that wait, soonest first. */
  synchronized List<Duration> scheduled() {
    return tasks.stream().map(task -> Duration.ofNanos(task.at() - nanos)).sorted().toList();
  }

  void random(RandomGenerator generator) {
    random = generator;
  }

  @Override
  public Instant now() {
    return START.plusNanos(nanos);
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public synchronized Runnable schedule(Duration delay, Runnable task) {
    Task added = new Task(nanos + delay.toNanos(), task);
    tasks.add(added);
    return () -> cancel(added);
  }

  private synchronized void cancel(Task task) {
    tasks.removeIf(waiting -> waiting == task);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void close() {}
}
