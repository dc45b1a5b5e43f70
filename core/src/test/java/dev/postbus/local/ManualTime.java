package dev.postbus.local;

import dev.postbus.engine.EngineTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.random.RandomGenerator;

/** A clock that stands still until it is moved. A store asks it for nothing but the time. */
final class ManualTime implements EngineTime {

  private volatile Instant now = Instant.parse("2030-01-01T00:00:00Z");

  void advance(Duration duration) {
    now = now.plus(duration);
  }

  void advanceMillis(long millis) {
    advance(Duration.ofMillis(millis));
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public long nanoTime() {
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  @Override
  public Runnable schedule(Duration delay, Runnable task) {
    throw new UnsupportedOperationException("a store in memory needs no timer");
  }

  @Override
  public RandomGenerator random() {
    return new Random(1);
  }

  @Override
  public void close() {}
}
