package dev.postbus.testkit.contract;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Holds handlers back until it is opened. Thread-safe. */
public final class Gate {

  private static final long LONGEST_SECONDS = 60;

  private final CountDownLatch opened = new CountDownLatch(1);
  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicInteger inside = new AtomicInteger();

  Gate() {}

  /** Waits until the gate is open. */
  public void pass() throws InterruptedException {
    arrived.incrementAndGet();
    inside.incrementAndGet();
    try {
      if (!opened.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the test has not opened its gate");
      }
    } finally {
      inside.decrementAndGet();
    }
  }

  /** Waits until the gate is open, whoever interrupts. */
  public void passUninterruptibly() {
    arrived.incrementAndGet();
    inside.incrementAndGet();
    boolean interrupted = false;
    while (true) {
      try {
        opened.await();
        break;
      } catch (InterruptedException ignored) {
        interrupted = true;
      }
    }
    inside.decrementAndGet();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets everybody pass from now on. */
  public void open() {
    opened.countDown();
  }

  /** Returns how many have come to the gate so far. */
  public int arrived() {
    return arrived.get();
  }

  /** Returns how many wait at the gate now. */
  public int waiting() {
    return inside.get();
  }
}
