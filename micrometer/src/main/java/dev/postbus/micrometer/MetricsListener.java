package dev.postbus.micrometer;

import dev.postbus.EventBusListener;
import dev.postbus.EventMetadata;
import java.time.Duration;

/** Counts what became of deliveries. */
final class MetricsListener implements EventBusListener {

  private final GroupMeters meters;

  MetricsListener(GroupMeters meters) {
    this.meters = meters;
  }

  @Override
  public void onStarted(EventMetadata event, String handler, int attempt) {
    if (attempt == 1) {
      meters.started(event);
    }
  }

  @Override
  public void onHandled(EventMetadata event, String handler, int attempt, Duration took) {
    meters.handled(event, handler, took);
  }

  @Override
  public void onRetried(
      EventMetadata event, String handler, int attempt, Duration delay, String reason) {
    meters.unhandled(event, handler, attempt, "retry");
  }

  @Override
  public void onDeadLettered(EventMetadata event, String handler, int attempts, String reason) {
    meters.unhandled(event, handler, attempts, "dead");
  }

  @Override
  public void onRecovered(String group, int deliveries) {
    meters.recovered(deliveries);
  }

  @Override
  public void onLeaseLost(String group) {
    meters.leaseLost();
  }

  @Override
  public void onDropped(String group, int deadLetters) {
    meters.dropped(deadLetters);
  }

  @Override
  public void onStoreFailed(String problem) {
    meters.storeFailed();
  }
}
