package dev.postbus.micrometer;

import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** The gauges of queues, which show what was last sampled. Thread-safe. */
final class QueueGauges {

  private record Queue(String group, EventQueue queue) {}

  private record Sample(double ready, double inFlight, double delayed, double dead, double age) {
    static final Sample UNKNOWN =
        new Sample(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  private static final class Shown {
    private final List<Meter> meters = new ArrayList<>(5);
    private volatile Sample sample = Sample.UNKNOWN;
  }

  private final MeterRegistry registry;
  private final Map<Queue, Shown> shown = new ConcurrentHashMap<>();

  /** Guarded by this: a sample that comes late must not bring back what was taken out. */
  private boolean closed;

  QueueGauges(MeterRegistry registry) {
    this.registry = registry;
  }

  synchronized void show(String group, EventQueue queue, QueueCounts counts, Duration oldest) {
    if (closed) {
      return;
    }
    shown.computeIfAbsent(new Queue(group, queue), this::register).sample =
        new Sample(
            counts.ready(),
            counts.inFlight(),
            counts.delayed(),
            counts.dead(),
            oldest.toMillis() / 1e3);
  }

  /** What the group holds cannot be told now. */
  void unknown(String group) {
    shown.forEach(
        (queue, values) -> {
          if (queue.group.equals(group)) {
            values.sample = Sample.UNKNOWN;
          }
        });
  }

  /** The group is no longer watched. */
  synchronized void remove(String group) {
    for (Queue queue : shown.keySet()) {
      if (queue.group.equals(group)) {
        Shown gone = shown.remove(queue);
        if (gone != null) {
          gone.meters.forEach(registry::remove);
        }
      }
    }
  }

  synchronized void close() {
    closed = true;
    shown.keySet().forEach(queue -> remove(queue.group));
  }

  private Shown register(Queue queue) {
    Shown made = new Shown();
    size(made, queue, "ready", Sample::ready);
    size(made, queue, "in_flight", Sample::inFlight);
    size(made, queue, "delayed", Sample::delayed);
    size(made, queue, "dead", Sample::dead);
    made.meters.add(
        TimeGauge.builder(
                "postbus.queue.oldest.age", made, TimeUnit.SECONDS, values -> values.sample.age)
            .description("How long the delivery that waits longest in ready has waited")
            .tag("group", queue.group)
            .tag("queue", Meters.tagOf(queue.queue))
            .strongReference(true)
            .register(registry));
    return made;
  }

  private void size(Shown made, Queue queue, String state, ToDoubleFunction<Sample> size) {
    made.meters.add(
        Gauge.builder("postbus.queue.size", made, values -> size.applyAsDouble(values.sample))
            .description("Handler deliveries in each state")
            .tag("group", queue.group)
            .tag("queue", Meters.tagOf(queue.queue))
            .tag("state", state)
            .strongReference(true)
            .register(registry));
  }
}
