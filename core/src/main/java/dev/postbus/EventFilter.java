package dev.postbus;

import java.util.Optional;

/**
 * What a search through a group's events looks for: all that was asked for must match. Immutable
 * and thread-safe.
 */
public final class EventFilter {

  private static final EventFilter ALL = builder().build();

  private final Optional<EventPattern> event;
  private final Optional<String> eventId;
  private final Optional<String> handler;
  private final Optional<String> text;

  private EventFilter(Builder builder) {
    this.event = builder.event;
    this.eventId = builder.eventId;
    this.handler = builder.handler;
    this.text = builder.text;
  }

  /** Returns the filter that everything matches. */
  public static EventFilter all() {
    return ALL;
  }

  /** Returns a builder; without further calls everything matches. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the pattern that the event name must match. */
  public Optional<EventPattern> event() {
    return event;
  }

  /** Returns the id that the event must have. */
  public Optional<String> eventId() {
    return eventId;
  }

  /** Returns the handler that it must be for. */
  public Optional<String> handler() {
    return handler;
  }

  /** Returns the text that its payload or the reason of its failure must contain. */
  public Optional<String> text() {
    return text;
  }

  @Override
  public String toString() {
    return "EventFilter[event=%s, eventId=%s, handler=%s, text=%s]"
        .formatted(event.orElse(null), eventId.orElse(null), handler.orElse(null), text.orElse(""));
  }

  /** Collects what to look for. Not thread-safe. */
  public static final class Builder {

    private Optional<EventPattern> event = Optional.empty();
    private Optional<String> eventId = Optional.empty();
    private Optional<String> handler = Optional.empty();
    private Optional<String> text = Optional.empty();

    private Builder() {}

    /**
     * Asks for events whose name matches the pattern.
     *
     * @throws IllegalArgumentException when the pattern is bad
     */
    public Builder event(String pattern) {
      event = Optional.of(EventPattern.of(pattern));
      return this;
    }

    /** Asks for one event; any text is taken, as none but its own id matches. */
    public Builder eventId(String id) {
      eventId = Optional.of(Checks.notNull("eventId", id));
      return this;
    }

    /** Asks for what is for, or was given up by, one handler. */
    public Builder handler(String id) {
      handler = Optional.of(Checks.notNull("handler", id));
      return this;
    }

    /** Asks for text in the payload or in the reason of a dead letter, in whatever case. */
    public Builder text(String part) {
      text = Optional.of(Checks.notNull("text", part));
      return this;
    }

    /** Returns the filter. */
    public EventFilter build() {
      return new EventFilter(this);
    }
  }
}
