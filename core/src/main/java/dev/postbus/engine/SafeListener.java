package dev.postbus.engine;

import dev.postbus.EventBusListener;
import dev.postbus.EventMetadata;
import dev.postbus.EventQueue;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what a listener throws away from the bus. */
final class SafeListener implements EventBusListener {

  private static final Logger log = LoggerFactory.getLogger(SafeListener.class);

  private final EventBusListener listener;
  private final FaultLog faults;

  SafeListener(EventBusListener listener, EngineTime time) {
    this.listener = listener;
    this.faults = new FaultLog(log, "listener", time);
  }

  private void call(Runnable notification) {
    try {
      notification.run();
    } catch (Throwable failure) { // whatever it is, a listener is no part of the delivery
      faults.failed(failure);
    }
  }

  @Override
  public void onEmitted(EventMetadata event, int groups) {
    call(() -> listener.onEmitted(event, groups));
  }

  @Override
  public void onDuplicate(EventMetadata event) {
    call(() -> listener.onDuplicate(event));
  }

  @Override
  public void onClaimed(EventMetadata event, String handler, int attempt) {
    call(() -> listener.onClaimed(event, handler, attempt));
  }

  @Override
  public void onStarted(EventMetadata event, String handler, int attempt) {
    call(() -> listener.onStarted(event, handler, attempt));
  }

  @Override
  public void onHandled(EventMetadata event, String handler, int attempt, Duration took) {
    call(() -> listener.onHandled(event, handler, attempt, took));
  }

  @Override
  public void onRetried(
      EventMetadata event, String handler, int attempt, Duration delay, String reason) {
    call(() -> listener.onRetried(event, handler, attempt, delay, reason));
  }

  @Override
  public void onDeadLettered(EventMetadata event, String handler, int attempts, String reason) {
    call(() -> listener.onDeadLettered(event, handler, attempts, reason));
  }

  @Override
  public void onHandedBack(EventMetadata event, String handler) {
    call(() -> listener.onHandedBack(event, handler));
  }

  @Override
  public void onRecovered(String group, int deliveries) {
    call(() -> listener.onRecovered(group, deliveries));
  }

  @Override
  public void onLeaseLost(String group) {
    call(() -> listener.onLeaseLost(group));
  }

  @Override
  public void onDropped(String group, int deadLetters) {
    call(() -> listener.onDropped(group, deadLetters));
  }

  @Override
  public void onPaused(String group, EventQueue queue, boolean paused) {
    call(() -> listener.onPaused(group, queue, paused));
  }

  @Override
  public void onLoopReplaced(String group, String reason) {
    call(() -> listener.onLoopReplaced(group, reason));
  }

  @Override
  public void onStoreAvailable(boolean available) {
    call(() -> listener.onStoreAvailable(available));
  }

  @Override
  public void onStoreFailed(String problem) {
    call(() -> listener.onStoreFailed(problem));
  }
}
