package dev.postbus.benchmarks.harness;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives the scheduled times of an open loop: whoever comes late still counts from the schedule, so
 * that a stall is not forgotten (no coordinated omission). One thread.
 */
public final class Pace {

  private final long startNanos = System.nanoTime();
  private final long startMicros = nowMicros();
  private final double intervalNanos;
  private final long count;
  private long next;

  /** Creates the schedule of a rate that is kept for a time, from now. */
  public Pace(double perSecond, Duration length) {
    this.intervalNanos = 1e9 / perSecond;
    this.count = Math.max(1, (long) (length.toNanos() / intervalNanos));
  }

  /** Returns how many times there are. */
  public long count() {
    return count;
  }

  /** Returns whether there is a next time. */
  public boolean hasNext() {
    return next < count;
  }

  /** Waits for the next time, unless it has passed, and returns it in microseconds. */
  public long awaitNext() {
    long offset = (long) (next++ * intervalNanos);
    long left;
    while ((left = startNanos + offset - System.nanoTime()) > 0) {
      LockSupport.parkNanos(left);
    }
    return startMicros + offset / 1_000;
  }

  /** Returns the wall clock in microseconds: one clock for all processes of the machine. */
  public static long nowMicros() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1_000;
  }

  /** Waits some milliseconds. */
  public static void pause(Duration length) {
    long until = System.nanoTime() + length.toNanos();
    long left;
    while ((left = until - System.nanoTime()) > 0) {
      LockSupport.parkNanos(left);
    }
  }
}
