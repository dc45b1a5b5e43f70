package dev.postbus.engine;

import dev.postbus.EventMetadata;
import dev.postbus.EventPattern;
import dev.postbus.EventQueue;
import dev.postbus.HandledEvent;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What travels between who tails and who handles. Thread-safe. */
final class TailMessages {

  /** On which it is said who wants to see what, again and again while it lasts. */
  static final String WISHES = "tail:wishes";

  /** On which is told what was handled. */
  static final String EVENTS = "tail:events";

  private final JsonMapper mapper;

  TailMessages(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /** Somebody wants to see the events that match. */
  record Wish(String id, EventPattern pattern) {}

  private record Facts(
      String eventId,
      String event,
      Instant timestamp,
      String source,
      EventQueue queue,
      Optional<String> correlationId,
      Map<String, String> headers)
      implements EventMetadata {}

  byte[] wish(Wish wish) {
    return mapper.writeValueAsBytes(
        mapper.createObjectNode().put("id", wish.id()).put("pattern", wish.pattern().toString()));
  }

  /** Reads a wish; empty when it is none, as one of a later version may be. */
  Optional<Wish> wish(byte[] message) {
    try {
      JsonNode json = mapper.readTree(message);
      return Optional.of(
          new Wish(
              json.path("id").asString(""), EventPattern.of(json.path("pattern").asString(""))));
    } catch (JacksonException | IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }

  byte[] handled(HandledEvent handled) {
    EventMetadata event = handled.metadata();
    ObjectNode json =
        mapper
            .createObjectNode()
            .put("id", event.eventId())
            .put("event", event.event())
            .put("time", Timestamps.format(event.timestamp()))
            .put("source", event.source())
            .put("queue", event.queue().name())
            .put("correlation", event.correlationId().orElse(null))
            .put("group", handled.group())
            .put("handler", handled.handler())
            .put("attempt", handled.attempt())
            .put("outcome", handled.outcome())
            .put("nanos", handled.took().toNanos())
            .put("instance", handled.instance())
            .put("leftOut", handled.leftOut())
            .put("payload", Texts.beginning(handled.payloadJson(), HandledEvent.LONGEST_PAYLOAD));
    ObjectNode headers = json.putObject("headers");
    event.headers().forEach(headers::put);
    return mapper.writeValueAsBytes(json);
  }

  /** Reads what was handled; empty when it is nothing of the kind. */
  Optional<HandledEvent> handled(byte[] message) {
    try {
      JsonNode json = mapper.readTree(message);
      Map<String, String> headers = new HashMap<>();
      json.path("headers")
          .properties()
          .forEach(header -> headers.put(header.getKey(), header.getValue().asString("")));
      JsonNode correlation = json.path("correlation");
      EventMetadata event =
          new Facts(
              json.path("id").asString(""),
              json.path("event").asString(""),
              Timestamps.parse(json.path("time").asString("")),
              json.path("source").asString(""),
              EventQueue.valueOf(json.path("queue").asString("")),
              correlation.isString() ? Optional.of(correlation.asString()) : Optional.empty(),
              Map.copyOf(headers));
      return Optional.of(
          new HandledEvent(
              event,
              json.path("group").asString(""),
              json.path("handler").asString(""),
              json.path("attempt").asInt(1),
              json.path("outcome").asString(""),
              Duration.ofNanos(json.path("nanos").asLong(0)),
              json.path("payload").asString(""),
              json.path("instance").asString(""),
              json.path("leftOut").asLong(0)));
    } catch (JacksonException | IllegalArgumentException | DateTimeException unknown) {
      return Optional.empty();
    }
  }
}
