package dev.postbus.chaos.fleet;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition of another process. */
public final class Await {

  private static final long TICK_MILLIS = 50;

  private Await() {}

  /**
   * Returns when the condition holds.
   *
   * @throws IllegalStateException when it does not within the time, naming what was awaited
   */
  public static void until(String what, Duration atMost, Callable<Boolean> condition) {
    if (!holds(atMost, condition)) {
      throw new IllegalStateException("waited %s in vain until %s".formatted(atMost, what));
    }
  }

  /** Returns whether the condition held within the time. */
  public static boolean holds(Duration atMost, Callable<Boolean> condition) {
    long deadline = System.nanoTime() + atMost.toNanos();
    try {
      while (!condition.call()) {
        if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
          return false;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS));
      }
      return true;
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }
}
