package dev.postbus.testkit;

import dev.postbus.EventContext;
import dev.postbus.EventMetadata;
import dev.postbus.EventNames;
import dev.postbus.EventQueue;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The context of a handler that a test calls directly, without a bus. Thread-safe once built.
 *
 * <pre>{@code
 * new OrderListener().on(new OrderCreated("o-1"), TestEventContext.of("order.created"));
 * }</pre>
 */
public final class TestEventContext implements EventContext {

  private final Metadata metadata;
  private final int attempt;
  private final int maxAttempts;
  private final boolean redelivered;
  private volatile boolean cancellationRequested;

  private TestEventContext(Builder builder) {
    this.metadata =
        new Metadata(
            builder.eventId,
            builder.event,
            builder.timestamp,
            builder.source,
            builder.queue,
            Optional.ofNullable(builder.correlationId),
            Map.copyOf(builder.headers));
    this.attempt = builder.attempt;
    this.maxAttempts = builder.maxAttempts;
    this.redelivered = builder.redelivered;
  }

  private record Metadata(
      String eventId,
      String event,
      Instant timestamp,
      String source,
      EventQueue queue,
      Optional<String> correlationId,
      Map<String, String> headers)
      implements EventMetadata {}

  /** Returns the context of a first attempt at the event, with everything else at its default. */
  public static TestEventContext of(String event) {
    return forEvent(event).build();
  }

  /**
   * Returns a new builder for the event with everything else at its default.
   *
   * @throws IllegalArgumentException when no event can have this name
   */
  public static Builder forEvent(String event) {
    return new Builder(event);
  }

  /** From now on {@link #cancellationRequested()} is true. */
  public void requestCancellation() {
    cancellationRequested = true;
  }

  @Override
  public EventMetadata metadata() {
    return metadata;
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public int maxAttempts() {
    return maxAttempts;
  }

  @Override
  public boolean redelivered() {
    return redelivered;
  }

  @Override
  public boolean cancellationRequested() {
    return cancellationRequested;
  }

  /** Builds a {@link TestEventContext}. Not thread-safe. */
  public static final class Builder {
    private final String event;
    private String eventId = "event-1";
    private Instant timestamp = ManualTime.START;
    private String source = "test";
    private EventQueue queue = EventQueue.DEFAULT;
    private @Nullable String correlationId;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private int attempt = 1;
    private int maxAttempts = 3;
    private boolean redelivered;

    private Builder(String event) {
      this.event = EventNames.check(event);
    }

    /** Sets the event id; default {@code "event-1"}. */
    public Builder eventId(String eventId) {
      this.eventId = eventId;
      return this;
    }

    /** Sets when it was emitted; default {@link ManualTime#START}. */
    public Builder timestamp(Instant timestamp) {
      this.timestamp = timestamp;
      return this;
    }

    /** Sets who emitted it; default {@code "test"}. */
    public Builder source(String source) {
      this.source = source;
      return this;
    }

    /** Sets the queue; default {@link EventQueue#DEFAULT}. */
    public Builder queue(EventQueue queue) {
      this.queue = queue;
      return this;
    }

    /** Sets the correlation id; default none. */
    public Builder correlationId(String correlationId) {
      this.correlationId = correlationId;
      return this;
    }

    /** Adds a header. */
    public Builder header(String name, String value) {
      headers.put(name, value);
      return this;
    }

    /**
     * Sets the number of the attempt and of all there are; default the first of three.
     *
     * @throws IllegalArgumentException when it is not between 1 and the maximum
     */
    public Builder attempt(int attempt, int maxAttempts) {
      if (attempt < 1 || attempt > maxAttempts) {
        throw new IllegalArgumentException(
            "attempt is %d of %d; it must be between 1 and the maximum"
                .formatted(attempt, maxAttempts));
      }
      this.attempt = attempt;
      this.maxAttempts = maxAttempts;
      return this;
    }

    /** Says that a crash may have let the handler run before; default it did not. */
    public Builder redelivered() {
      this.redelivered = true;
      return this;
    }

    /** Returns the context. */
    public TestEventContext build() {
      return new TestEventContext(this);
    }
  }
}
