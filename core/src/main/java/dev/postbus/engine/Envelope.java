package dev.postbus.engine;

import dev.postbus.EventMetadata;
import dev.postbus.EventQueue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A decoded envelope: the attributes, and where in the element the payload lies.
 *
 * @param eventId the id
 * @param event the event name, the CloudEvents type
 * @param timestamp when it was emitted
 * @param source who emitted it
 * @param correlation the correlation id, or null
 * @param headers all other extension attributes
 * @param attempts the attempts the emitter asked for; 0 leaves it to handler and queue
 * @param element the bytes it was read from
 * @param dataStart where the payload begins
 * @param dataEnd where it has ended
 */
record Envelope(
    String eventId,
    String event,
    Instant timestamp,
    String source,
    @Nullable String correlation,
    Map<String, String> headers,
    int attempts,
    byte[] element,
    int dataStart,
    int dataEnd) {

  /** Returns the payload as text. */
  String payloadJson() {
    return new String(element, dataStart, dataEnd - dataStart, StandardCharsets.UTF_8);
  }

  /** Returns what handlers and listeners see of it. */
  EventMetadata metadata(EventQueue queue) {
    return new Metadata(this, queue);
  }

  /** Makes the metadata of an element that cannot be read. */
  static EventMetadata unreadable(String eventId, EventQueue queue) {
    return new Metadata(
        new Envelope(
            eventId, "unreadable", Instant.EPOCH, "unknown", null, Map.of(), 0, new byte[0], 0, 0),
        queue);
  }

  private record Metadata(Envelope envelope, EventQueue queue) implements EventMetadata {

    @Override
    public String eventId() {
      return envelope.eventId;
    }

    @Override
    public String event() {
      return envelope.event;
    }

    @Override
    public Instant timestamp() {
      return envelope.timestamp;
    }

    @Override
    public String source() {
      return envelope.source;
    }

    @Override
    public Optional<String> correlationId() {
      return Optional.ofNullable(envelope.correlation);
    }

    @Override
    public Map<String, String> headers() {
      return envelope.headers;
    }

    @Override
    public String toString() {
      return "%s %s from %s".formatted(envelope.event, envelope.eventId, envelope.source);
    }
  }
}
