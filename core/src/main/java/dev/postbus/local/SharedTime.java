package dev.postbus.local;

import dev.postbus.engine.EngineTime;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** The time that buses on one store have in common; the last one to close it ends it. */
final class SharedTime implements EngineTime {

  private final EngineTime time;

  /** Guarded by this. */
  private int users = 1;

  SharedTime(EngineTime time) {
    this.time = time;
  }

  /** One more bus is going to close it; false when it has ended. */
  synchronized boolean join() {
    if (users == 0) {
      return false;
    }
    users++;
    return true;
  }

  @Override
  public Instant now() {
    return time.now();
  }

  @Override
  public long nanoTime() {
    return time.nanoTime();
  }

  @Override
  public Runnable schedule(Duration delay, Runnable task) {
    return time.schedule(delay, task);
  }

  @Override
  public RandomGenerator random() {
    return time.random();
  }

  @Override
  public void close() {
    synchronized (this) {
      if (--users > 0) {
        return;
      }
    }
    time.close();
  }
}
