package dev.postbus.cli;

import dev.postbus.EventMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes what programs read. What is unknown is null, never left out. */
final class Json {

  /** Numbers keep every digit: they are shown as they were emitted. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Pattern STEERING = Pattern.compile("[\\x7f-\\x9f]");

  private Json() {}

  /**
   * Returns the value on one line. Control characters above 0x7e, which JSON lets through, could
   * steer the terminal.
   */
  static String line(Object value) {
    return STEERING
        .matcher(MAPPER.writeValueAsString(value))
        .replaceAll(found -> "\\\\u00%02x".formatted((int) found.group().charAt(0)));
  }

  /**
   * Reads a payload.
   *
   * @throws JacksonException when it is no JSON
   */
  static JsonNode read(String json) {
    return MAPPER.readTree(json);
  }

  /** Returns the payload on several lines; as it is when it is no JSON. */
  static String pretty(String json) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(read(json));
    } catch (JacksonException raw) {
      return json;
    }
  }

  /** Returns what every event has; a payload that is no JSON stands as text in {@code raw}. */
  static Map<String, @Nullable Object> event(EventMetadata event, String payload) {
    Map<String, @Nullable Object> item = new LinkedHashMap<>();
    item.put("eventId", event.eventId());
    item.put("event", event.event());
    item.put("timestamp", event.timestamp());
    item.put("source", event.source());
    item.put("queue", event.queue());
    item.put("correlationId", event.correlationId().orElse(null));
    item.put("headers", event.headers());
    JsonNode read = null;
    try {
      read = read(payload);
    } catch (JacksonException noJson) {
      item.put("payload", null);
      item.put("raw", payload);
      return item;
    }
    item.put("payload", read);
    item.put("raw", null);
    return item;
  }
}
