package dev.postbus.micrometer;

import dev.postbus.EventMetadata;
import dev.postbus.EventQueue;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is measured of one group on this instance. How long a failed run took is known when it ends,
 * what becomes of it only when the store knows: until then it is remembered here. Thread-safe.
 */
final class GroupMeters {

  /** More cannot wait for the store's answer; what others have taken over never gets one. */
  static final int MOST_FAILED_RUNS = 10_000;

  private record Run(String eventId, String handler, int attempt) {}

  private final Meters meters;
  private final String group;
  private final Map<EventQueue, AtomicInteger> active = new EnumMap<>(EventQueue.class);

  /** The oldest make room for new ones and count without their durations. */
  private final Map<Run, Duration> failedRuns =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Run, Duration> eldest) {
              return size() > MOST_FAILED_RUNS;
            }
          });

  private final Counter recovered;
  private final Counter dropped;
  private final Counter storeErrors;

  GroupMeters(Meters meters, String group) {
    this.meters = meters;
    this.group = group;
    for (EventQueue queue : EventQueue.values()) {
      active.put(queue, meters.active(group, queue));
    }
    this.recovered = meters.recovered(group);
    this.dropped = meters.dropped(group);
    this.storeErrors = meters.storeErrors(group);
  }

  void began(EventQueue queue) {
    active.get(queue).incrementAndGet();
  }

  void ended(EventQueue queue) {
    active.get(queue).decrementAndGet();
  }

  void started(EventMetadata event) {
    long millis = meters.clock().wallTime() - event.timestamp().toEpochMilli();
    // The emitter's clock may be ahead of ours.
    meters
        .delay(group, event.queue(), event.event())
        .record(Duration.ofMillis(Math.max(0, millis)));
  }

  void failedRun(EventMetadata event, String handler, int attempt, Duration took) {
    failedRuns.put(new Run(event.eventId(), handler, attempt), took);
  }

  void handled(EventMetadata event, String handler, Duration took) {
    meters.process(group, event.queue(), event.event(), handler, "success").record(took);
  }

  /** A delivery may also become a dead letter without a run: that took no time. */
  void unhandled(EventMetadata event, String handler, int attempt, String outcome) {
    Duration took = failedRuns.remove(new Run(event.eventId(), handler, attempt));
    meters
        .process(group, event.queue(), event.event(), handler, outcome)
        .record(took == null ? Duration.ZERO : took);
  }

  /** What had ended and was not stored is decided by others. */
  void leaseLost() {
    failedRuns.clear();
  }

  void recovered(int deliveries) {
    recovered.increment(deliveries);
  }

  void dropped(int deadLetters) {
    dropped.increment(deadLetters);
  }

  void storeFailed() {
    storeErrors.increment();
  }
}
