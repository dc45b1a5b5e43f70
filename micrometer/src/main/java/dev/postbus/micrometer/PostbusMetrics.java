package dev.postbus.micrometer;

import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The meters of event buses in one registry: {@link #instrument} a configuration before the bus is
 * made of it, and {@link #watch} the bus afterwards for the sizes and ages of its queues. Make one
 * for each registry: a registry keeps only the first of two gauges with the same name and tags.
 *
 * <p>No tag ever holds an event id, and names beyond the limit share one tag value. Scraping asks
 * the store for nothing. Thread-safe.
 */
public final class PostbusMetrics implements AutoCloseable {

  private final Meters meters;
  private final QueueGauges gauges;
  private final Duration sampleEvery;
  private final int nameLimit;
  private final ScheduledExecutorService sampling;

  private PostbusMetrics(Builder builder) {
    this.meters = new Meters(builder.registry, builder.nameLimit, builder.histograms);
    this.gauges = new QueueGauges(builder.registry);
    this.sampleEvery = builder.sampleEvery;
    this.nameLimit = builder.nameLimit;
    this.sampling =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "postbus-metrics");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Returns metrics with every default. */
  public static PostbusMetrics of(MeterRegistry registry) {
    return builder(registry).build();
  }

  /** Returns a new builder with every default. */
  public static Builder builder(MeterRegistry registry) {
    return new Builder(notNull("registry", registry));
  }

  /**
   * Returns the same configuration with a listener beside its own and an interceptor within its
   * own, which keep {@code postbus.emit}, {@code postbus.process}, {@code postbus.process.active},
   * {@code postbus.delivery.delay}, {@code postbus.recovered}, {@code postbus.dropped} and {@code
   * postbus.redis.errors}.
   */
  public EventBusConfig instrument(EventBusConfig config) {
    GroupMeters group = new GroupMeters(meters, notNull("config", config).group());
    return config.toBuilder()
        .listener(EventBusListener.all(config.listener(), new MetricsListener(group)))
        .interceptor(new MetricsInterceptor(group, meters, config.source()))
        .build();
  }

  /**
   * Samples {@code postbus.queue.size} and {@code postbus.queue.oldest.age} of these groups, or of
   * every group there is when none is named, in the background until the bus is closed. While the
   * store does not answer they are not a number.
   *
   * @throws IllegalStateException when these metrics are closed
   */
  public void watch(EventBus bus, String... groups) {
    notNull("bus", bus);
    if (sampling.isShutdown()) {
      throw new IllegalStateException("these metrics are closed; create new ones");
    }
    QueueSampler sampler = new QueueSampler(bus, Set.of(groups), nameLimit, gauges);
    // A task that throws is not repeated: that ends the sampling of a bus that is closed.
    sampling.scheduleWithFixedDelay(sampler, 0, sampleEvery.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Ends all sampling and takes the gauges of queues out of the registry. */
  @Override
  public void close() {
    sampling.shutdownNow();
    gauges.close();
  }

  static <T> T notNull(String what, T value) {
    if (value == null) {
      throw new IllegalArgumentException(what + " is null");
    }
    return value;
  }

  /**
   * Builds {@link PostbusMetrics}; every method throws {@link IllegalArgumentException} for a bad
   * value. Not thread-safe.
   */
  public static final class Builder {

    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final MeterRegistry registry;
    private Duration sampleEvery = Duration.ofSeconds(10);
    private int nameLimit = 100;
    private boolean histograms = true;

    private Builder(MeterRegistry registry) {
      this.registry = registry;
    }

    /**
     * Sets the pause between two samples of the queues, at least 100 ms; default 10 s. A sample
     * costs two short calls of the store per group and queue.
     */
    public Builder sampleEvery(Duration pause) {
      if (notNull("sampleEvery", pause).compareTo(SHORTEST) < 0) {
        throw new IllegalArgumentException(
            "sampleEvery is %s; it must be at least %s".formatted(pause, SHORTEST));
      }
      this.sampleEvery = pause;
      return this;
    }

    /**
     * Sets how many event names, and how many handlers, have a tag value of their own, at least 1;
     * default 100. What comes later shares the value {@code (others)}.
     */
    public Builder nameLimit(int limit) {
      if (limit < 1) {
        throw new IllegalArgumentException(
            "nameLimit is %d; it must be at least 1".formatted(limit));
      }
      this.nameLimit = limit;
      return this;
    }

    /**
     * Sets whether timers count into buckets, of which percentiles over all instances can be made;
     * default true. Without them a timer has a count, a sum and a maximum.
     */
    public Builder histograms(boolean wanted) {
      this.histograms = wanted;
      return this;
    }

    /** Returns the metrics. */
    public PostbusMetrics build() {
      return new PostbusMetrics(this);
    }
  }
}
