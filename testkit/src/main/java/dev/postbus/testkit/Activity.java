package dev.postbus.testkit;

import dev.postbus.EventBusInterceptor;
import dev.postbus.EventBusListener;
import dev.postbus.EventContext;
import dev.postbus.EventMetadata;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts runs whose end the user's listener has not been told yet, and passes everything on to it;
 * counts which of them are inside their handler. Thread-safe.
 */
final class Activity implements EventBusListener, EventBusInterceptor {

  private final EventBusListener listener;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong begun = new AtomicLong();

  /** By queue; each run leaves the one it has entered. */
  private volatile AtomicIntegerArray inside = new AtomicIntegerArray(EventQueue.values().length);

  Activity(EventBusListener listener) {
    this.listener = listener;
  }

  /** Returns how many runs have begun and not been told to have ended. */
  int open() {
    return open.get();
  }

  /** Returns how many runs have begun, ever. */
  long begun() {
    return begun.get();
  }

  /** Returns how many runs of a queue are inside their handler, or in the stage it returned. */
  int inside(EventQueue queue) {
    return inside.get(queue.ordinal());
  }

  /** Returns how many runs are inside their handler, or in the stage it returned. */
  int inside() {
    return Arrays.stream(EventQueue.values()).mapToInt(this::inside).sum();
  }

  /** What a stop has interrupted is never told to have ended. */
  void reset() {
    open.set(0);
    inside = new AtomicIntegerArray(EventQueue.values().length);
  }

  @Override
  public AroundHandle aroundHandle(String handler, EventContext context) {
    AtomicIntegerArray entered = inside;
    int queue = context.metadata().queue().ordinal();
    entered.incrementAndGet(queue);
    return new AroundHandle() {
      @Override
      public void handled() {
        entered.decrementAndGet(queue);
      }

      @Override
      public void failed(Throwable failure) {
        entered.decrementAndGet(queue);
      }
    };
  }

  @Override
  public void onStarted(EventMetadata event, String handler, int attempt) {
    open.incrementAndGet();
    begun.incrementAndGet();
    listener.onStarted(event, handler, attempt);
  }

  @Override
  public void onHandled(EventMetadata event, String handler, int attempt, Duration took) {
    try {
      listener.onHandled(event, handler, attempt, took);
    } finally {
      ended();
    }
  }

  @Override
  public void onRetried(
      EventMetadata event, String handler, int attempt, Duration delay, String reason) {
    try {
      listener.onRetried(event, handler, attempt, delay, reason);
    } finally {
      ended();
    }
  }

  @Override
  public void onDeadLettered(EventMetadata event, String handler, int attempts, String reason) {
    try {
      listener.onDeadLettered(event, handler, attempts, reason);
    } finally {
      ended();
    }
  }

  /** A dead letter may also come of a delivery that never ran. */
  private void ended() {
    open.updateAndGet(runs -> Math.max(0, runs - 1));
  }

  @Override
  public void onEmitted(EventMetadata event, int groups) {
    listener.onEmitted(event, groups);
  }

  @Override
  public void onDuplicate(EventMetadata event) {
    listener.onDuplicate(event);
  }

  @Override
  public void onClaimed(EventMetadata event, String handler, int attempt) {
    listener.onClaimed(event, handler, attempt);
  }

  @Override
  public void onHandedBack(EventMetadata event, String handler) {
    listener.onHandedBack(event, handler);
  }

  @Override
  public void onRecovered(String group, int deliveries) {
    listener.onRecovered(group, deliveries);
  }

  @Override
  public void onLeaseLost(String group) {
    listener.onLeaseLost(group);
  }

  @Override
  public void onDropped(String group, int deadLetters) {
    listener.onDropped(group, deadLetters);
  }

  @Override
  public void onPaused(String group, EventQueue queue, boolean paused) {
    listener.onPaused(group, queue, paused);
  }

  @Override
  public void onLoopReplaced(String group, String reason) {
    listener.onLoopReplaced(group, reason);
  }

  @Override
  public void onStoreAvailable(boolean available) {
    listener.onStoreAvailable(available);
  }

  @Override
  public void onStoreFailed(String problem) {
    listener.onStoreFailed(problem);
  }
}
