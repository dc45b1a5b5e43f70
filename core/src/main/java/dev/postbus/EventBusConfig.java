package dev.postbus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a bus behaves. Immutable and thread-safe. */
public final class EventBusConfig {

  /** The group of a bus whose configuration names none. */
  public static final String DEFAULT_GROUP = "default";

  private static final EventBusConfig DEFAULTS = builder().build();

  /** A copy that nobody changes any more. */
  private final Builder values;

  private EventBusConfig(Builder builder) {
    this.values = new Builder(builder);
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
    return ConfigEnvironment.read(environment);
  }

  /** Returns a builder that starts from this configuration. */
  public Builder toBuilder() {
    return new Builder(values);
  }

  /** Returns the group whose work this instance shares; default {@value #DEFAULT_GROUP}. */
  public String group() {
    return values.group == null ? DEFAULT_GROUP : values.group;
  }

  /** Returns whether the group was named, rather than left at its default. */
  public boolean groupNamed() {
    return values.group != null;
  }

  /** Returns what events from here carry as their source; default the group. */
  public String source() {
    return values.source == null ? group() : values.source;
  }

  /** Returns the namespace, which separates buses on one store; default {@code "postbus"}. */
  public String namespace() {
    return values.namespace;
  }

  /** Returns the routes; default none. */
  public EventRoutes routes() {
    return values.routes;
  }

  /**
   * Returns the settings of a queue; default concurrency HIGH 10, others 5; attempts HIGH 5, others
   * 3.
   */
  public QueueSettings queue(EventQueue queue) {
    return values.queues.get(queue);
  }

  /** Returns the backoff of handlers that name none; default exponential from 1 s. */
  public Backoff backoff() {
    return values.backoff;
  }

  /** Returns how many dead letters a group keeps; default 1,000. */
  public int deadLetterLimit() {
    return values.deadLetterLimit;
  }

  /** Returns how many events may wait for a first group; default 10,000. */
  public int unclaimedLimit() {
    return values.unclaimedLimit;
  }

  /** Returns how large an encoded payload may be, in bytes; default 1 MiB. */
  public int maxPayloadBytes() {
    return values.maxPayloadBytes;
  }

  /** Returns how long a silent instance keeps what it claimed; default 10 s. */
  public Duration leaseTimeout() {
    return values.leaseTimeout;
  }

  /** Returns how long {@link EventBus#close()} waits for running handlers; default 30 s. */
  public Duration drainTimeout() {
    return values.drainTimeout;
  }

  /** Returns how long an event id of a caller is remembered; default 1 h. */
  public Duration deduplicationWindow() {
    return values.deduplicationWindow;
  }

  /** Returns the listener; default one that does nothing. */
  public EventBusListener listener() {
    return values.listener;
  }

  /** Returns the interceptors, the outermost first; default none. */
  public List<EventBusInterceptor> interceptors() {
    return List.copyOf(values.interceptors);
  }

  /**
   * Two configurations are equal that would make the same bus; listeners and interceptors by their
   * own equality.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EventBusConfig that && values.all().equals(that.values.all());
  }

  @Override
  public int hashCode() {
    return values.all().hashCode();
  }

  @Override
  public String toString() {
    return "EventBusConfig[group=%s, source=%s, namespace=%s, queues=%s, lease=%s]"
        .formatted(group(), source(), values.namespace, values.queues, values.leaseTimeout);
  }

  /**
   * Builds {@link EventBusConfig}; every method throws {@link IllegalArgumentException} for a bad
   * value. Not thread-safe.
   */
  public static final class Builder {

    private static final Duration SHORTEST_LEASE = Duration.ofMillis(500);
    private static final EventBusListener DEAF = new EventBusListener() {};

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
    private EventBusListener listener = DEAF;
    private final List<EventBusInterceptor> interceptors = new ArrayList<>();

    private Builder() {
      queues.put(EventQueue.HIGH, QueueSettings.of(10, 5));
      queues.put(EventQueue.DEFAULT, QueueSettings.of(5, 3));
      queues.put(EventQueue.LOW, QueueSettings.of(5, 3));
    }

    private Builder(Builder other) {
      this.group = other.group;
      this.source = other.source;
      this.namespace = other.namespace;
      this.routes = other.routes;
      this.queues.putAll(other.queues);
      this.backoff = other.backoff;
      this.deadLetterLimit = other.deadLetterLimit;
      this.unclaimedLimit = other.unclaimedLimit;
      this.maxPayloadBytes = other.maxPayloadBytes;
      this.leaseTimeout = other.leaseTimeout;
      this.drainTimeout = other.drainTimeout;
      this.deduplicationWindow = other.deduplicationWindow;
      this.listener = other.listener;
      this.interceptors.addAll(other.interceptors);
    }

    private List<@Nullable Object> all() {
      return Arrays.asList(
          group,
          source,
          namespace,
          routes,
          queues,
          backoff,
          deadLetterLimit,
          unclaimedLimit,
          maxPayloadBytes,
          leaseTimeout,
          drainTimeout,
          deduplicationWindow,
          listener,
          interceptors);
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

    /**
     * Sets the listener, in place of the one before; {@link EventBusListener#all} takes several.
     */
    public Builder listener(EventBusListener listener) {
      this.listener = Checks.notNull("listener", listener);
      return this;
    }

    /** Adds an interceptor, within those before it. */
    public Builder interceptor(EventBusInterceptor interceptor) {
      interceptors.add(Checks.notNull("interceptor", interceptor));
      return this;
    }

    /** Returns the configuration. */
    public EventBusConfig build() {
      return new EventBusConfig(this);
    }
  }
}
