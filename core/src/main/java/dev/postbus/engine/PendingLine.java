package dev.postbus.engine;

import dev.postbus.EmitException.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The events that wait to be published: in order, bounded in bytes, and with at most one sender at
 * a time. Thread-safe.
 */
final class PendingLine {

  private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(50);

  private final EngineTime time;
  private final int maxBytes;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by lock. */
  private final ArrayDeque<PendingEvent> line = new ArrayDeque<>();

  /** Guarded by lock. */
  private long bytes;

  /** Guarded by lock. */
  private boolean sending;

  /** Guarded by lock. */
  private boolean closed;

  PendingLine(EngineTime time, int maxBytes, Duration patience) {
    this.time = time;
    this.maxBytes = maxBytes;
    this.patience = patience;
  }

  /**
   * Puts in line as many of the events as there is room for, and waits for room for the first.
   * Returns none when no room came in time, the thread was interrupted, or the line is closed.
   */
  List<PendingEvent> add(List<OutgoingEvent> events) {
    lock.lock();
    try {
      List<PendingEvent> added = new ArrayList<>(events.size());
      if (awaitRoom()) {
        long deadline = time.nanoTime() + patience.toNanos();
        for (int i = 0; i < events.size() && bytes < maxBytes; i++) {
          PendingEvent next = new PendingEvent(events.get(i), deadline);
          line.add(next);
          bytes += next.bytes();
          added.add(next);
        }
      }
      return added;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the events as failed, because none of them came into line. */
  List<PendingEvent> reject(List<OutgoingEvent> events) {
    String problem = rejection();
    List<PendingEvent> rejected = new ArrayList<>(events.size());
    for (OutgoingEvent event : events) {
      PendingEvent one = new PendingEvent(event, 0);
      one.fail(Outcome.NOT_STORED, problem, null);
      rejected.add(one);
    }
    return rejected;
  }

  private String rejection() {
    if (isClosed()) {
      return Publisher.CLOSED;
    }
    if (Thread.currentThread().isInterrupted()) {
      return "the thread was interrupted while it waited for room";
    }
    return "%d bytes wait for the store and none left within %s; is the store reachable and fast enough?"
        .formatted(maxBytes, patience);
  }

  private boolean awaitRoom() {
    long nanos = patience.toNanos();
    try {
      while (bytes >= maxBytes && !closed) {
        if (nanos <= 0) {
          return false;
        }
        nanos = changed.awaitNanos(nanos);
      }
      return !closed;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Returns whether the caller is to send: nobody else does. */
  boolean startSending() {
    lock.lock();
    try {
      boolean start = !sending;
      sending = true;
      return start;
    } finally {
      lock.unlock();
    }
  }

  boolean isSending() {
    lock.lock();
    try {
      return sending;
    } finally {
      lock.unlock();
    }
  }

  /** Takes the next batch, at least one event; none when the line is empty, which ends sending. */
  List<PendingEvent> nextBatch(int maxEvents, int maxBatchBytes) {
    List<PendingEvent> batch = new ArrayList<>();
    lock.lock();
    try {
      long taken = 0;
      while (!line.isEmpty() && batch.size() < maxEvents) {
        int length = line.peek().bytes();
        if (!batch.isEmpty() && taken + length > maxBatchBytes) {
          break;
        }
        taken += length;
        batch.add(line.remove());
      }
      bytes -= taken;
      if (batch.isEmpty()) {
        sending = false;
      }
      changed.signalAll();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Takes out what gives up by the given time. */
  List<PendingEvent> takeDueBy(long nanoTime) {
    List<PendingEvent> overdue = new ArrayList<>();
    lock.lock();
    try {
      while (!line.isEmpty() && line.peek().deadline - nanoTime <= 0) {
        PendingEvent late = line.remove();
        bytes -= late.bytes();
        overdue.add(late);
      }
      changed.signalAll();
      return overdue;
    } finally {
      lock.unlock();
    }
  }

  /** Lets nothing in from now on and returns what still waited. */
  List<PendingEvent> close() {
    lock.lock();
    try {
      closed = true;
      List<PendingEvent> rest = List.copyOf(line);
      line.clear();
      bytes = 0;
      changed.signalAll();
      return rest;
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nobody sends, at most the given time. */
  void awaitSent(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    lock.lock();
    try {
      long nanos = deadline - System.nanoTime();
      while (sending && nanos > 0) {
        changed.awaitNanos(Math.min(nanos, LOOK_AGAIN));
        nanos = deadline - System.nanoTime();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
