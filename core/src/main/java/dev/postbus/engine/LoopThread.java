package dev.postbus.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a claim loop: how it waits, is woken and ends. Thread-safe; waiting is for the
 * thread itself.
 */
final class LoopThread {

  /** How long after the drain time an answer of the store is waited for. */
  static final Duration GOODBYE = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(LoopThread.class);

  /** Any longer time can no longer be told in nanoseconds. */
  private static final Duration FOREVER = Duration.ofDays(36_500);

  private final Thread thread;
  private final LoopPulse pulse;

  /** Set before the thread is unparked. */
  private final AtomicBoolean woken = new AtomicBoolean();

  /** When the drain time is over, by System.nanoTime; 0 while running. */
  private volatile long drainUntil;

  private volatile boolean stopping;

  /** Whether whoever stops it has given up waiting and interrupts it. */
  private volatile boolean hurried;

  LoopThread(String name, Runnable loop, LoopPulse pulse) {
    this.thread = new Thread(loop, name);
    this.thread.setDaemon(false);
    this.pulse = pulse;
  }

  void start() {
    thread.start();
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  /** Asks the loop to end and waits until it has; returns false when it is left behind. */
  boolean stop(Duration drain) {
    drainUntil = System.nanoTime() + (drain.compareTo(FOREVER) < 0 ? drain : FOREVER).toNanos();
    stopping = true;
    wakeUp();
    boolean interrupted = false;
    try {
      while (thread.isAlive() && Thread.currentThread() != thread) {
        try {
          thread.join(Math.max(1, drainNanosLeft() / 1_000_000 + GOODBYE.toMillis()));
          if (thread.isAlive()) {
            // Only an answer that does not come can still hold it.
            hurried = true;
            thread.interrupt();
          }
          if (-drainNanosLeft() > 3 * GOODBYE.toNanos()) {
            return false;
          }
        } catch (InterruptedException early) {
          interrupted = true;
          drainUntil = System.nanoTime();
          wakeUp();
        }
      }
      return true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  boolean isStopping() {
    return stopping;
  }

  /** Returns whether waiting for an answer has no sense any more. */
  boolean isDrainOver() {
    return stopping && (drainNanosLeft() < 0 || hurried);
  }

  /** Returns what is left of the drain time, once it is stopping. */
  long drainNanosLeft() {
    return drainUntil - System.nanoTime();
  }

  /** There may be something to do. */
  void wakeUp() {
    if (!woken.getAndSet(true)) {
      LockSupport.unpark(thread);
    }
  }

  void interrupt() {
    thread.interrupt();
  }

  /** Waits until it is woken, which the watchdog takes for idleness. */
  void park() {
    if (!woken.getAndSet(false)) {
      pulse.idle(true);
      LockSupport.park(this);
      pulse.idle(false);
      woken.set(false);
    }
    clearInterrupt();
  }

  /** Waits until it is woken, at most for that time. */
  void park(long nanos) {
    if (!woken.getAndSet(false)) {
      LockSupport.parkNanos(this, nanos);
      woken.set(false);
    }
    clearInterrupt();
  }

  /** A listener may leave an interrupt behind, with which no answer could be waited for. */
  void clearInterrupt() {
    if (!hurried && Thread.interrupted()) {
      log.debug("The claim loop was interrupted by somebody; only stop ends it");
    }
  }

  /** Waits that time, whoever wakes it. */
  void pause(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** Returns where the thread is now, for people. */
  String whereabouts() {
    StringBuilder text = new StringBuilder();
    for (StackTraceElement element : thread.getStackTrace()) {
      text.append(System.lineSeparator()).append("    at ").append(element);
    }
    return text.toString();
  }
}
