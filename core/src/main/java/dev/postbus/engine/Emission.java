package dev.postbus.engine;

import dev.postbus.EmitOptions;
import dev.postbus.EventBusInterceptor.AroundEmit;
import dev.postbus.EventMetadata;
import dev.postbus.EventQueue;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An event that was encoded here, as a listener sees it: just as its handlers will.
 *
 * @param outgoing what goes to the store
 * @param options what it is emitted with, headers of interceptors among them
 * @param source who emits it
 * @param timestamp when
 * @param around what interceptors are to be told
 */
record Emission(
    OutgoingEvent outgoing,
    EmitOptions options,
    String source,
    Instant timestamp,
    AroundEmit around)
    implements EventMetadata {

  @Override
  public String eventId() {
    return outgoing.eventId();
  }

  @Override
  public String event() {
    return outgoing.event();
  }

  @Override
  public EventQueue queue() {
    return outgoing.queue();
  }

  @Override
  public Optional<String> correlationId() {
    return options.correlationId();
  }

  @Override
  public Map<String, String> headers() {
    return options.headers();
  }
}
