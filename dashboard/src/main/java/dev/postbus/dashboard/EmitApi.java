package dev.postbus.dashboard;

import dev.postbus.EmitOptions;
import dev.postbus.EmitReceipt;
import dev.postbus.EventBus;
import dev.postbus.EventPriority;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Emits an event that somebody wrote by hand. */
final class EmitApi {

  private final EventBus bus;
  private final Audit audit;

  EmitApi(EventBus bus, Audit audit) {
    this.bus = bus;
    this.audit = audit;
  }

  List<Route> routes() {
    return List.of(Route.change("emit", this::emit));
  }

  private record Receipt(String eventId, int groups, boolean duplicate) {}

  private Answer emit(Call call) {
    JsonNode body = call.body();
    String event = Json.requiredText(body, "event");
    JsonNode payload = body.path("payload");
    if (payload.isMissingNode() || payload.isNull()) {
      throw ApiError.badRequest("\"payload\" is missing; it must be JSON other than null");
    }
    EmitReceipt receipt = bus.emit(event, payload, options(body));
    audit.note(
        call,
        "emit",
        "%s %s%s".formatted(event, receipt.eventId(), receipt.duplicate() ? ", a duplicate" : ""));
    return Answer.ok(new Receipt(receipt.eventId(), receipt.groups(), receipt.duplicate()));
  }

  private static EmitOptions options(JsonNode body) {
    EmitOptions.Builder options = EmitOptions.builder();
    Json.text(body, "priority").map(EmitApi::priority).ifPresent(options::priority);
    Json.number(body, "delayMs").map(Duration::ofMillis).ifPresent(options::delay);
    Json.number(body, "attempts").map(EmitApi::attempts).ifPresent(options::attempts);
    Json.text(body, "eventId").ifPresent(options::eventId);
    Json.text(body, "correlationId").ifPresent(options::correlationId);
    JsonNode headers = body.path("headers");
    if (!headers.isMissingNode() && !headers.isNull() && !headers.isObject()) {
      throw ApiError.badRequest("\"headers\" is %s; it must be an object".formatted(headers));
    }
    for (Map.Entry<String, JsonNode> header : headers.properties()) {
      options.header(header.getKey(), Json.requiredText(headers, header.getKey()));
    }
    return options.build();
  }

  private static int attempts(long given) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, given));
  }

  private static EventPriority priority(String name) {
    try {
      return EventPriority.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw ApiError.badRequest(
          "\"%s\" is no priority; it must be HIGH, DEFAULT or LOW".formatted(name));
    }
  }
}
