package dev.postbus.local;

import dev.postbus.engine.EngineTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

/** A clock that stands still until it is moved. */
final class ManualTime implements EngineTime {

  private volatile Instant now = Instant.parse("2030-01-01T00:00:00Z");

  private final List<Timer> timers = new CopyOnWriteArrayList<>();

  private record Timer(Instant at, Runnable task) {}

  /** Moves the clock and runs the timers that have come due. */
  void advance(Duration duration) {
    now = now.plus(duration);
    for (Timer timer : timers) {
      if (!timer.at().isAfter(now) && timers.remove(timer)) {
        timer.task().run();
      }
    }
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
    Timer timer = new Timer(now.plus(delay), task);
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  int timers() {
    return timers.size();
  }

  @Override
  public RandomGenerator random() {
    return new Random(1);
  }

  @Override
  public void close() {}
}
