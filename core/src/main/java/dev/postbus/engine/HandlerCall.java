package dev.postbus.engine;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The call of a handler: how long it takes, whether that is too long, and which thread to interrupt
 * while the handler is on it, and not a moment longer. Any thread may time it out or abandon it;
 * whoever runs the handler begins and ends it.
 */
final class HandlerCall {

  private enum Phase {
    WAITING,
    RUNNING,
    ENDED
  }

  private final RegisteredHandler handler;
  private final EngineTime time;

  /** Guarded by this. */
  private Phase phase = Phase.WAITING;

  /** Guarded by this; the thread to interrupt, while the handler is on it. */
  private @Nullable Thread thread;

  private volatile boolean timedOut;
  private volatile boolean abandoned;
  private long startedNanos;
  private long nanos;
  private Runnable cancelTimeout = () -> {};

  HandlerCall(RegisteredHandler handler, EngineTime time) {
    this.handler = handler;
    this.time = time;
  }

  /**
   * The handler is called next, on this thread. An interrupt that a listener has left behind is
   * none of the handler.
   */
  void begin() {
    synchronized (this) {
      Thread.interrupted();
      phase = Phase.RUNNING;
      thread = Thread.currentThread();
    }
    startClock();
    if (handler.timeout().isPresent()) {
      cancelTimeout = time.schedule(handler.timeout().get(), this::timeOut);
    }
  }

  /** What is counted as the handler's time begins. */
  void startClock() {
    startedNanos = time.nanoTime();
  }

  /**
   * From here on an interrupt would hit somebody else's work; one that came late, or that the
   * handler left behind, is taken off its thread. A stage may end on a thread that is not ours.
   */
  synchronized void leaveThread() {
    if (thread == Thread.currentThread()) {
      Thread.interrupted();
    }
    thread = null;
  }

  /** The handler has returned; returns what its attempt fails with, null when it ended well. */
  @Nullable Throwable end(@Nullable Throwable failure) {
    cancelTimeout.run();
    leaveThread();
    synchronized (this) {
      phase = Phase.ENDED;
    }
    nanos = Math.max(0, time.nanoTime() - startedNanos);
    return timedOut ? tooLong(failure) : failure;
  }

  private TimeoutException tooLong(@Nullable Throwable failure) {
    TimeoutException late =
        new TimeoutException(
            "the handler ran longer than its timeout of %s (it returned after %d ms)"
                .formatted(handler.timeout().orElse(Duration.ZERO), nanos / 1_000_000));
    if (failure != null) {
      late.initCause(failure);
    }
    return late;
  }

  /** It is not made at all. */
  synchronized void skip() {
    phase = Phase.ENDED;
  }

  /** Something broke around the handler: how it ended will not be known. */
  synchronized void breaks() {
    phase = Phase.ENDED;
    thread = null;
  }

  private synchronized void timeOut() {
    if (phase == Phase.RUNNING) {
      timedOut = true;
      interrupt();
    }
  }

  /** What the handler still does no longer counts, unless it ends well at once. */
  synchronized void abandon() {
    if (phase == Phase.RUNNING) {
      abandoned = true;
      interrupt();
    }
  }

  private void interrupt() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  boolean isAbandoned() {
    return abandoned;
  }

  /** Returns whether the handler had better end now. */
  boolean isCancelled() {
    return timedOut || abandoned;
  }

  /** Returns whether it has timed out and the handler not yet returned. */
  synchronized boolean isOverrunning() {
    return timedOut && phase == Phase.RUNNING;
  }

  synchronized boolean hasEnded() {
    return phase == Phase.ENDED;
  }

  /** Returns how long it took, once it has ended. */
  long nanos() {
    return nanos;
  }
}
