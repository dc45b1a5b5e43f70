package dev.postbus;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may be said about one emit. Immutable and thread-safe. */
public final class EmitOptions {

  /**
   * Attributes of CloudEvents 1.0 and of the bus itself, which a header must not take the place of.
   */
  private static final Set<String> RESERVED =
      Set.of(
          "specversion",
          "id",
          "source",
          "type",
          "time",
          "subject",
          "data",
          "database64",
          "datacontenttype",
          "dataschema",
          "handlers",
          "attempts",
          "correlationid");

  private static final Pattern HEADER_NAME = Pattern.compile("[a-z0-9]{1,20}");
  private static final int MAX_HEADER_LENGTH = 8_192;
  private static final EmitOptions NONE = builder().build();

  private final @Nullable EventPriority priority;
  private final Duration delay;
  private final int attempts;
  private final @Nullable String eventId;
  private final @Nullable String correlationId;
  private final Map<String, String> headers;
  private final Durability durability;

  private EmitOptions(Builder builder) {
    this.priority = builder.priority;
    this.delay = builder.delay;
    this.attempts = builder.attempts;
    this.eventId = builder.eventId;
    this.correlationId = builder.correlationId;
    this.headers = Map.copyOf(builder.headers);
    this.durability = builder.durability;
  }

  /** Returns the options that leave everything at its default. */
  public static EmitOptions none() {
    return NONE;
  }

  /** Returns a new builder with everything at its default. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that starts from these options. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Returns the explicit priority; empty lets the routes decide. */
  public Optional<EventPriority> priority() {
    return Optional.ofNullable(priority);
  }

  /** Returns how long to wait before the first delivery; zero is at once. */
  public Duration delay() {
    return delay;
  }

  /** Returns the attempts for every handler of this event; empty leaves it to handler and queue. */
  public OptionalInt attempts() {
    return attempts == 0 ? OptionalInt.empty() : OptionalInt.of(attempts);
  }

  /** Returns the caller's event id; empty has the bus make one. */
  public Optional<String> eventId() {
    return Optional.ofNullable(eventId);
  }

  /** Returns the correlation id. */
  public Optional<String> correlationId() {
    return Optional.ofNullable(correlationId);
  }

  /** Returns the headers; unmodifiable. */
  public Map<String, String> headers() {
    return headers;
  }

  /** Returns how many copies there are to be before the receipt is given. */
  public Durability durability() {
    return durability;
  }

  @Override
  public String toString() {
    return "EmitOptions[priority=%s, delay=%s, attempts=%s, eventId=%s, correlationId=%s, headers=%s, durability=%s]"
        .formatted(
            priority,
            delay,
            attempts == 0 ? "default" : attempts,
            eventId,
            correlationId,
            headers.keySet(),
            durability);
  }

  /**
   * Builds {@link EmitOptions}; every method throws {@link IllegalArgumentException} for a bad
   * value. Not thread-safe.
   */
  public static final class Builder {

    private @Nullable EventPriority priority;
    private Duration delay = Duration.ZERO;
    private int attempts;
    private @Nullable String eventId;
    private @Nullable String correlationId;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Durability durability = Durability.STORED;

    private Builder() {}

    private Builder(EmitOptions options) {
      this.priority = options.priority;
      this.delay = options.delay;
      this.attempts = options.attempts;
      this.eventId = options.eventId;
      this.correlationId = options.correlationId;
      this.headers.putAll(options.headers);
      this.durability = options.durability;
    }

    /** Sets the priority, which decides the queue and wins over every route. */
    public Builder priority(EventPriority priority) {
      this.priority = Checks.notNull("priority", priority);
      return this;
    }

    /** Sets how long to wait before the first delivery; millisecond precision, never early. */
    public Builder delay(Duration delay) {
      this.delay = Checks.notNegative("delay", delay);
      return this;
    }

    /** Sets the attempts for every handler of this event, counting the first; at least 1. */
    public Builder attempts(int attempts) {
      this.attempts = Checks.atLeast("attempts", 1, attempts);
      return this;
    }

    /**
     * Sets the event id; emits with the same id within the deduplication window store one event.
     */
    public Builder eventId(String eventId) {
      this.eventId = Checks.id("eventId", eventId);
      return this;
    }

    /** Sets the id that ties this event to others, such as the request it came from. */
    public Builder correlationId(String correlationId) {
      this.correlationId = Checks.id("correlationId", correlationId);
      return this;
    }

    /**
     * Adds a header; the name is 1 to 20 lower-case letters and digits and no CloudEvents
     * attribute.
     */
    public Builder header(String name, String value) {
      if (name == null || !HEADER_NAME.matcher(name).matches() || RESERVED.contains(name)) {
        throw new IllegalArgumentException(
            "header name is \"%s\"; use 1 to 20 lower-case letters and digits, and none of %s"
                .formatted(name, new TreeSet<>(RESERVED)));
      }
      if (value == null || value.length() > MAX_HEADER_LENGTH) {
        throw new IllegalArgumentException(
            "value of header \"%s\" is %s"
                .formatted(name, value == null ? "null" : "longer than " + MAX_HEADER_LENGTH));
      }
      headers.put(name, value);
      return this;
    }

    /**
     * Sets how many copies there are to be before the receipt is given; default {@link
     * Durability#STORED}. With too few confirmed in time the emit fails, and says so; the event is
     * stored then, and a repeat with the same {@link #eventId(String)} is safe. Where the store
     * cannot confirm it at all, the emit fails and stores nothing. In an adapter within one process
     * nothing is more durable than that process, and the option changes nothing.
     */
    public Builder durability(Durability durability) {
      this.durability = Checks.notNull("durability", durability);
      return this;
    }

    /** Returns the options. */
    public EmitOptions build() {
      return new EmitOptions(this);
    }
  }
}
