package dev.postbus.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** Time and chance as the engine sees them; tests move the clock themselves. Thread-safe. */
public interface EngineTime extends AutoCloseable {

  /** Returns the present time. */
  Instant now();

  /** Returns a monotonic time in nanoseconds, with the meaning of {@link System#nanoTime()}. */
  long nanoTime();

  /**
   * Runs the task once after the delay, on a thread of this clock; the task must be quick.
   *
   * @return cancels the task when it has not begun
   */
  Runnable schedule(Duration delay, Runnable task);

  /** Returns the source of chance. */
  RandomGenerator random();

  /** Ends the clock's threads. */
  @Override
  void close();

  /** Returns the time of this machine; its one thread is a daemon and bears the given name. */
  static EngineTime system(String threadName) {
    return new SystemTime(threadName);
  }
}
