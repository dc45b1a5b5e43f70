package dev.postbus.micrometer;

import dev.postbus.EventQueue;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of transitions, each looked up in the registry once. Thread-safe. */
final class Meters {

  private static final String NO_HANDLER = "(none)";

  /** From a handler that does next to nothing to one that waits for others, few enough to keep. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofMinutes(5)
  };

  private record Emit(String source, String event, String outcome) {}

  private record Process(
      String group, EventQueue queue, String event, String handler, String outcome) {}

  private record Delay(String group, EventQueue queue, String event) {}

  private record Active(String group, EventQueue queue) {}

  private final MeterRegistry registry;
  private final boolean histograms;
  private final TagLimit events;
  private final TagLimit handlers;
  private final Map<Emit, Timer> emits = new ConcurrentHashMap<>();
  private final Map<Process, Timer> processes = new ConcurrentHashMap<>();
  private final Map<Delay, Timer> delays = new ConcurrentHashMap<>();
  private final Map<Active, AtomicInteger> active = new ConcurrentHashMap<>();

  Meters(MeterRegistry registry, int nameLimit, boolean histograms) {
    this.registry = registry;
    this.histograms = histograms;
    this.events = new TagLimit(nameLimit);
    this.handlers = new TagLimit(nameLimit);
  }

  Clock clock() {
    return registry.config().clock();
  }

  Timer emit(String source, String event, String outcome) {
    return emits.computeIfAbsent(
        new Emit(source, events.limited(event), outcome),
        key ->
            timer("postbus.emit", "How long emits take until the event is stored")
                .tag("source", key.source)
                .tag("event", key.event)
                .tag("outcome", key.outcome)
                .register(registry));
  }

  Timer process(String group, EventQueue queue, String event, String handler, String outcome) {
    String handlerTag = handler.isEmpty() ? NO_HANDLER : handlers.limited(handler);
    return processes.computeIfAbsent(
        new Process(group, queue, events.limited(event), handlerTag, outcome),
        key ->
            timer("postbus.process", "How long runs of handlers take")
                .tag("group", key.group)
                .tag("queue", tagOf(key.queue))
                .tag("event", key.event)
                .tag("handler", key.handler)
                .tag("outcome", key.outcome)
                .register(registry));
  }

  Timer delay(String group, EventQueue queue, String event) {
    return delays.computeIfAbsent(
        new Delay(group, queue, events.limited(event)),
        key ->
            timer("postbus.delivery.delay", "From the emit to the first start of a handler")
                .tag("group", key.group)
                .tag("queue", tagOf(key.queue))
                .tag("event", key.event)
                .register(registry));
  }

  private Timer.Builder timer(String name, String description) {
    Timer.Builder timer = Timer.builder(name).description(description);
    return histograms ? timer.serviceLevelObjectives(BUCKETS) : timer;
  }

  /** Returns the number that a gauge shows: one per group and queue, whoever asks for it. */
  AtomicInteger active(String group, EventQueue queue) {
    return active.computeIfAbsent(new Active(group, queue), this::registerActive);
  }

  private AtomicInteger registerActive(Active key) {
    AtomicInteger number = new AtomicInteger();
    Gauge.builder("postbus.process.active", number, AtomicInteger::get)
        .description("Handlers that run now")
        .tag("group", key.group)
        .tag("queue", tagOf(key.queue))
        .strongReference(true)
        .register(registry);
    return number;
  }

  Counter recovered(String group) {
    return Counter.builder("postbus.recovered")
        .description("Deliveries taken back from instances that are gone")
        .tag("group", group)
        .register(registry);
  }

  Counter dropped(String group) {
    return Counter.builder("postbus.dropped")
        .description("Dead letters that the limit has pushed out")
        .tag("group", group)
        .register(registry);
  }

  Counter storeErrors(String group) {
    return Counter.builder("postbus.redis.errors")
        .description("Calls of the store that failed or got no answer")
        .tag("group", group)
        .register(registry);
  }

  static String tagOf(EventQueue queue) {
    return queue.name().toLowerCase(Locale.ROOT);
  }
}
