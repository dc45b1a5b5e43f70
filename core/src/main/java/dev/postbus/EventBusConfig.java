package dev.postbus;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a bus behaves. Immutable and thread-safe. */
public final class EventBusConfig {

  /** The group of a bus whose configuration names none. */
  public static final String DEFAULT_GROUP = "default";

  private static final EventBusConfig DEFAULTS = builder().build();

  private final @Nullable String group;
  private final @Nullable String source;
  private final String namespace;
  private final EventRoutes routes;
  private final Map<EventQueue, QueueSettings> queues;
  private final Backoff backoff;
  private final int deadLetterLimit;
  private final int unclaimedLimit;
  private final int maxPayloadBytes;
  private final Duration leaseTimeout;
  private final Duration drainTimeout;
  private final Duration deduplicationWindow;
  private final EventBusListener listener;

  private EventBusConfig(Builder builder) {
    this.group = builder.group;
    this.source = builder.source;
    this.namespace = builder.namespace;
    this.routes = builder.routes;
    this.queues = Map.copyOf(builder.queues);
    this.backoff = builder.backoff;
    this.deadLetterLimit = builder.deadLetterLimit;
    this.unclaimedLimit = builder.unclaimedLimit;
    this.maxPayloadBytes = builder.maxPayloadBytes;
    this.leaseTimeout = builder.leaseTimeout;
    this.drainTimeout = builder.drainTimeout;
    this.deduplicationWindow = builder.deduplicationWindow;
    this.listener = builder.listener;
  }

  /** Returns the configuration with every default. */
  public static EventBusConfig defaults() {
    return DEFAULTS;
  }

  /** Returns a new builder with every default. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads {@code EVENT_BUS_GROUP}, {@code EVENT_BUS_SOURCE} and {@code EVENT_BUS_NAMESPACE}; what
   * is absent or blank keeps its default.
   *
   * @throws IllegalArgumentException naming the variable, the value and what is accepted
   */
  public static EventBusConfig fromEnvironment(Map<String, String> environment) {
    Builder builder = builder();
    String group = environment.getOrDefault("EVENT_BUS_GROUP", "");
    if (!group.isBlank()) {
      builder.group = Checks.name("EVENT_BUS_GROUP", group);
    }
    String source = environment.getOrDefault("EVENT_BUS_SOURCE", "");
    if (!source.isBlank()) {
      builder.source = Checks.name("EVENT_BUS_SOURCE", source);
    }
    String namespace = environment.getOrDefault("EVENT_BUS_NAMESPACE", "");
    if (!namespace.isBlank()) {
      builder.namespace = Checks.name("EVENT_BUS_NAMESPACE", namespace);
    }
    return builder.build();
  }

  /** Returns a builder that starts from this configuration. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Returns the group whose work this instance shares; default {@value #DEFAULT_GROUP}. */
  public String group() {
    return group == null ? DEFAULT_GROUP : group;
  }

  /** Returns whether the group was named, rather than left at its default. */
  public boolean groupNamed() {
    return group != null;
  }

  /** Returns what events from here carry as their source; default the group. */
  public String source() {
    return source == null ? group() : source;
  }

  /** Returns the namespace, which separates buses on one store; default {@code "postbus"}. */
  public String namespace() {
    return namespace;
  }

  /** Returns the routes; default none. */
  public EventRoutes routes() {
    return routes;
  }

  /**
   * Returns the settings of a queue; default concurrency HIGH 10, others 5; attempts HIGH 5, others
   * 3.
   */
  public QueueSettings queue(EventQueue queue) {
    return queues.get(queue);
  }

  /** Returns the backoff of handlers that name none; default exponential from 1 s. */
  public Backoff backoff() {
    return backoff;
  }

  /** Returns how many dead letters a group keeps; default 1,000. */
  public int deadLetterLimit() {
    return deadLetterLimit;
  }

  /** Returns how many events may wait for a first group; default 10,000. */
  public int unclaimedLimit() {
    return unclaimedLimit;
  }

  /** Returns how large an encoded payload may be, in bytes; default 1 MiB. */
  public int maxPayloadBytes() {
    return maxPayloadBytes;
  }

  /** Returns how long a silent instance keeps what it claimed; default 10 s. */
  public Duration leaseTimeout() {
    return leaseTimeout;
  }

  /** Returns how long {@link EventBus#close()} waits for running handlers; default 30 s. */
  public Duration drainTimeout() {
    return drainTimeout;
  }

  /** Returns how long an event id of a caller is remembered; default 1 h. */
  public Duration deduplicationWindow() {
    return deduplicationWindow;
  }

  /** Returns the listener; default one that does nothing. */
  public EventBusListener listener() {
    return listener;
  }

  @Override
  public String toString() {
    return "EventBusConfig[group=%s, source=%s, namespace=%s, queues=%s, lease=%s]"
        .formatted(group(), source(), namespace, queues, leaseTimeout);
  }

  /**
   * Builds {@link EventBusConfig}; every method throws {@link IllegalArgumentException} for a bad
   * value. Not thread-safe.
   */
  public static final class Builder {

    private static final Duration SHORTEST_LEASE = Duration.ofMillis(500);

    private @Nullable String group;
    private @Nullable String source;
    private String namespace = "postbus";
    private EventRoutes routes = EventRoutes.none();
    private final Map<EventQueue, QueueSettings> queues = new EnumMap<>(EventQueue.class);
    private Backoff backoff = Backoff.exponential(Duration.ofSeconds(1));
    private int deadLetterLimit = 1_000;
    private int unclaimedLimit = 10_000;
    private int maxPayloadBytes = 1 << 20;
    private Duration leaseTimeout = Duration.ofSeconds(10);
    private Duration drainTimeout = Duration.ofSeconds(30);
    private Duration deduplicationWindow = Duration.ofHours(1);
    private EventBusListener listener = new EventBusListener() {};

    private Builder() {
      queues.put(EventQueue.HIGH, QueueSettings.of(10, 5));
      queues.put(EventQueue.DEFAULT, QueueSettings.of(5, 3));
      queues.put(EventQueue.LOW, QueueSettings.of(5, 3));
    }

    private Builder(EventBusConfig config) {
      this.group = config.group;
      this.source = config.source;
      this.namespace = config.namespace;
      this.routes = config.routes;
      this.queues.putAll(config.queues);
      this.backoff = config.backoff;
      this.deadLetterLimit = config.deadLetterLimit;
      this.unclaimedLimit = config.unclaimedLimit;
      this.maxPayloadBytes = config.maxPayloadBytes;
      this.leaseTimeout = config.leaseTimeout;
      this.drainTimeout = config.drainTimeout;
      this.deduplicationWindow = config.deduplicationWindow;
      this.listener = config.listener;
    }

    /**
     * Sets the group: instances of one group share the work, every group gets its own copy of an
     * event.
     */
    public Builder group(String group) {
      this.group = Checks.name("group", group);
      return this;
    }

    /** Sets what events from here carry as their source. */
    public Builder source(String source) {
      this.source = Checks.name("source", source);
      return this;
    }

    /** Sets the namespace: buses of different namespaces do not know of each other. */
    public Builder namespace(String namespace) {
      this.namespace = Checks.name("namespace", namespace);
      return this;
    }

    /** Sets the routes. */
    public Builder routes(EventRoutes routes) {
      this.routes = Checks.notNull("routes", routes);
      return this;
    }

    /** Sets how one queue is worked on. */
    public Builder queue(EventQueue queue, QueueSettings settings) {
      queues.put(Checks.notNull("queue", queue), Checks.notNull("queue settings", settings));
      return this;
    }

    /** Sets the backoff of handlers that name none. */
    public Builder backoff(Backoff backoff) {
      this.backoff = Checks.notNull("backoff", backoff);
      return this;
    }

    /**
     * Sets how many dead letters a group keeps, at least 1; the oldest are dropped, counted and
     * logged.
     */
    public Builder deadLetterLimit(int limit) {
      this.deadLetterLimit = Checks.atLeast("deadLetterLimit", 1, limit);
      return this;
    }

    /** Sets how many events may wait for a first group, at least 0; beyond it emit fails. */
    public Builder unclaimedLimit(int limit) {
      this.unclaimedLimit = Checks.atLeast("unclaimedLimit", 0, limit);
      return this;
    }

    /** Sets how large an encoded payload may be, in bytes, at least 1. */
    public Builder maxPayloadBytes(int bytes) {
      this.maxPayloadBytes = Checks.atLeast("maxPayloadBytes", 1, bytes);
      return this;
    }

    /** Sets how long a silent instance keeps what it claimed, at least 500 ms. */
    public Builder leaseTimeout(Duration timeout) {
      if (Checks.positive("leaseTimeout", timeout).compareTo(SHORTEST_LEASE) < 0) {
        throw new IllegalArgumentException(
            "leaseTimeout is %s; it must be at least %s, or short pauses of the JVM lose it"
                .formatted(timeout, SHORTEST_LEASE));
      }
      this.leaseTimeout = timeout;
      return this;
    }

    /** Sets how long {@link EventBus#close()} waits for running handlers; zero does not wait. */
    public Builder drainTimeout(Duration timeout) {
      this.drainTimeout = Checks.notNegative("drainTimeout", timeout);
      return this;
    }

    /** Sets how long an event id of a caller is remembered. */
    public Builder deduplicationWindow(Duration window) {
      this.deduplicationWindow = Checks.positive("deduplicationWindow", window);
      return this;
    }

    /** Sets the listener. */
    public Builder listener(EventBusListener listener) {
      this.listener = Checks.notNull("listener", listener);
      return this;
    }

    /** Returns the configuration. */
    public EventBusConfig build() {
      return new EventBusConfig(this);
    }
  }
}
