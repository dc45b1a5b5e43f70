package dev.postbus.engine;

import dev.postbus.EventBusListener;
import dev.postbus.EventMetadata;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers in words what it is told. */
final class RecordingListener implements EventBusListener {

  final List<String> heard = new CopyOnWriteArrayList<>();

  /** Apart from the rest: every claim is told, before its start or its return. */
  final List<String> claimed = new CopyOnWriteArrayList<>();

  /** Apart from the rest: every failed call is told, and the outage they make is another matter. */
  final List<String> failures = new CopyOnWriteArrayList<>();

  final List<EventMetadata> events = new CopyOnWriteArrayList<>();

  /** What else it does whenever it hears of an event. */
  volatile Runnable misdeed = () -> {};

  private void hear(EventMetadata event, String text, Object... arguments) {
    events.add(event);
    heard.add(text.formatted(arguments));
    misdeed.run();
  }

  @Override
  public void onEmitted(EventMetadata event, int groups) {
    hear(event, "emitted %s to %d", event.eventId(), groups);
  }

  @Override
  public void onDuplicate(EventMetadata event) {
    hear(event, "duplicate %s", event.eventId());
  }

  @Override
  public void onClaimed(EventMetadata event, String handler, int attempt) {
    claimed.add("claimed %s %s %d".formatted(event.eventId(), handler, attempt));
  }

  @Override
  public void onStarted(EventMetadata event, String handler, int attempt) {
    hear(event, "started %s %s %d", event.eventId(), handler, attempt);
  }

  @Override
  public void onHandled(EventMetadata event, String handler, int attempt, Duration took) {
    hear(event, "handled %s %s %d in %s", event.eventId(), handler, attempt, took);
  }

  @Override
  public void onRetried(
      EventMetadata event, String handler, int attempt, Duration delay, String reason) {
    hear(event, "retried %s %s %d in %s", event.eventId(), handler, attempt, delay);
  }

  @Override
  public void onDeadLettered(EventMetadata event, String handler, int attempts, String reason) {
    hear(event, "dead %s %s %d", event.eventId(), handler, attempts);
  }

  @Override
  public void onHandedBack(EventMetadata event, String handler) {
    hear(event, "handed back %s %s", event.eventId(), handler);
  }

  @Override
  public void onRecovered(String group, int deliveries) {
    heard.add("recovered %d of %s".formatted(deliveries, group));
  }

  @Override
  public void onLeaseLost(String group) {
    heard.add("lease lost of " + group);
  }

  @Override
  public void onDropped(String group, int deadLetters) {
    heard.add("dropped %d of %s".formatted(deadLetters, group));
  }

  @Override
  public void onPaused(String group, EventQueue queue, boolean paused) {
    heard.add("paused %s of %s: %s".formatted(queue, group, paused));
  }

  @Override
  public void onLoopReplaced(String group, String reason) {
    heard.add("loop replaced of %s: %s".formatted(group, reason));
  }

  @Override
  public void onStoreAvailable(boolean available) {
    heard.add("store available: " + available);
  }

  @Override
  public void onStoreFailed(String problem) {
    failures.add(problem);
  }
}
