package dev.postbus;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What is known of an event beside its payload. Immutable. */
public interface EventMetadata {

  /**
   * Returns the unique id, stable over retries and redeliveries: use it to make a handler
   * idempotent.
   */
  String eventId();

  /** Returns the event name, for example {@code "order.created"}. */
  String event();

  /** Returns when the event was emitted, by the emitter's clock. */
  Instant timestamp();

  /** Returns which application emitted it: {@link EventBusConfig#source()} of the emitter. */
  String source();

  /** Returns the queue it was emitted to. */
  EventQueue queue();

  /** Returns the correlation id given at emit. */
  Optional<String> correlationId();

  /** Returns the headers given at emit; unmodifiable. */
  Map<String, String> headers();
}
