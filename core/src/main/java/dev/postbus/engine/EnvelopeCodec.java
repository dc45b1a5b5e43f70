package dev.postbus.engine;

import dev.postbus.EmitOptions;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes and reads envelopes: CloudEvents 1.0 in JSON structured mode, streaming, {@code data}
 * last, without class names. Unknown attributes that are strings are headers, others are ignored.
 * Thread-safe.
 *
 * <p>Source: CloudEvents 1.0.2 and its JSON event format.
 */
final class EnvelopeCodec {

  private static final String JSON = "application/json";
  private static final String NO_PROPERTIES = "No serializer found for class";

  /** A cycle is described by naming every step on the way. */
  private static final int LONGEST_PROBLEM = 500;

  private final JsonMapper mapper;
  private final int maxPayloadBytes;

  EnvelopeCodec(JsonMapper mapper, int maxPayloadBytes) {
    this.mapper = mapper;
    this.maxPayloadBytes = maxPayloadBytes;
  }

  /**
   * Encodes an event with its payload.
   *
   * @throws IllegalArgumentException when the payload cannot be written as JSON or is too large
   */
  byte[] encode(
      String eventId,
      String event,
      String source,
      Instant time,
      EmitOptions options,
      Object payload) {
    LimitedOutput out = new LimitedOutput(512);
    try (JsonGenerator json = mapper.createGenerator((OutputStream) out)) {
      json.writeStartObject();
      json.writeStringProperty("specversion", "1.0");
      json.writeStringProperty("id", eventId);
      json.writeStringProperty("source", source);
      json.writeStringProperty("type", event);
      json.writeStringProperty("time", Timestamps.format(time));
      json.writeStringProperty("datacontenttype", JSON);
      if (options.correlationId().isPresent()) {
        json.writeStringProperty("correlationid", options.correlationId().get());
      }
      if (options.attempts().isPresent()) {
        json.writeNumberProperty("attempts", options.attempts().getAsInt());
      }
      for (Map.Entry<String, String> header : options.headers().entrySet()) {
        json.writeStringProperty(header.getKey(), header.getValue());
      }
      json.flush();
      int before = out.size();
      out.limit(before + ",\"data\":".length() + (long) maxPayloadBytes);
      json.writeName("data");
      mapper.writeValue(json, payload);
      json.flush();
      out.limit(Long.MAX_VALUE);
      json.writeEndObject();
    } catch (LimitedOutput.LimitExceeded tooLarge) {
      throw tooLarge(event);
    } catch (JacksonException | StackOverflowError unwritable) {
      if (LimitedOutput.LimitExceeded.isCauseOf(unwritable)) {
        throw tooLarge(event);
      }
      throw new IllegalArgumentException(
          "payload of \"%s\" cannot be written as JSON: %s"
              .formatted(event, problem(payload, unwritable)),
          unwritable);
    }
    return out.toByteArray();
  }

  /** Jackson advises to let what has no properties pass as an empty object; better not. */
  private static String problem(Object payload, Throwable unwritable) {
    String type = payload.getClass().getName();
    return unwritable instanceof InvalidDefinitionException definition
            && message(definition).startsWith(NO_PROPERTIES)
        ? "%s has no property that can be read; make it a record, or give it getters"
            .formatted(
                definition.getType() == null ? type : definition.getType().getRawClass().getName())
        : "%s (%s)".formatted(firstLine(unwritable), type);
  }

  private IllegalArgumentException tooLarge(String event) {
    return new IllegalArgumentException(
        "payload of \"%s\" is larger than %d bytes; raise maxPayloadBytes, or store the bulk elsewhere and emit a reference"
            .formatted(event, maxPayloadBytes));
  }

  /**
   * Reads an element.
   *
   * @throws UnreadableElementException saying what is wrong
   */
  Envelope decode(byte[] element, Instant now) {
    try (JsonParser json = mapper.createParser(element)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new UnreadableElementException("the element is not a JSON object");
      }
      Attributes attributes = new Attributes();
      boolean ours = !Elements.handlers(element).isEmpty();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals("data")) {
          attributes.dataStart = (int) json.currentTokenLocation().getByteOffset();
          if (ours && attributes.complete()) {
            // A publisher writes data last: the rest is checked when a handler decodes it.
            attributes.dataEnd = lastBrace(element, attributes.dataStart);
            return attributes.toEnvelope(element, now);
          }
          json.skipChildren();
          json.finishToken();
          attributes.dataEnd = (int) json.currentLocation().getByteOffset();
        } else if (value == JsonToken.VALUE_STRING) {
          attributes.put(name, json.getString());
        } else if (name.equals("attempts") && value == JsonToken.VALUE_NUMBER_INT) {
          attributes.attempts = Math.max(0, json.getIntValue());
        } else {
          json.skipChildren();
        }
      }
      if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
        throw new UnreadableElementException("the element does not end with its JSON object");
      }
      return attributes.toEnvelope(element, now);
    } catch (JacksonException notJson) {
      throw new UnreadableElementException(
          "the element is not JSON: " + firstLine(notJson), notJson);
    }
  }

  /** It comes after the payload has begun: a brace before that belongs to something else. */
  private static int lastBrace(byte[] element, int dataStart) {
    for (int i = element.length - 1; i > dataStart; i--) {
      if (element[i] == '}') {
        return i;
      }
    }
    throw new UnreadableElementException("the element does not end with its JSON object");
  }

  /** Jackson's messages show source excerpts on further lines; the first one says what is wrong. */
  static String firstLine(Throwable failure) {
    String message = message(failure);
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    return line.length() <= LONGEST_PROBLEM
        ? line
        : Texts.beginning(line, LONGEST_PROBLEM) + " ...";
  }

  private static String message(Throwable failure) {
    try {
      String message = failure.getMessage();
      return message == null ? failure.getClass().getSimpleName() : message;
    } catch (RuntimeException | StackOverflowError speechless) { // a payload type's own exception
      return failure.getClass().getName();
    }
  }

  /** Collects attributes while reading. */
  private static final class Attributes {
    private @Nullable String specversion;
    private @Nullable String id;
    private @Nullable String source;
    private @Nullable String type;
    private @Nullable String time;
    private @Nullable String contentType;
    private @Nullable String correlation;
    private @Nullable Map<String, String> headers;
    private int attempts;
    private int dataStart = -1;
    private int dataEnd = -1;

    void put(String name, String value) {
      switch (name) {
        case "specversion" -> specversion = value;
        case "id" -> id = value;
        case "source" -> source = value;
        case "type" -> type = value;
        case "time" -> time = value;
        case "datacontenttype" -> contentType = value;
        case "correlationid" -> correlation = value;
        case "handlers" -> {}
        default -> {
          if (headers == null) {
            headers = new HashMap<>();
          }
          headers.put(name, value);
        }
      }
    }

    boolean complete() {
      return specversion != null && id != null && source != null && type != null;
    }

    Envelope toEnvelope(byte[] element, Instant now) {
      if (specversion == null
          || id == null
          || source == null
          || type == null
          || id.isEmpty()
          || type.isEmpty()) {
        throw new UnreadableElementException(
            "the element lacks one of the CloudEvents attributes specversion, id, source, type");
      }
      if (!specversion.startsWith("1.")) {
        throw new UnreadableElementException(
            "specversion is \"%s\"; 1.x is understood".formatted(specversion));
      }
      if (contentType != null && !contentType.startsWith(JSON)) {
        throw new UnreadableElementException(
            "datacontenttype is \"%s\"; %s is understood".formatted(contentType, JSON));
      }
      if (dataStart < 0) {
        throw new UnreadableElementException("the element has no data");
      }
      Map<String, String> extensions = headers == null ? Map.of() : Map.copyOf(headers);
      return new Envelope(
          id,
          type,
          instant(now),
          source,
          correlation,
          extensions,
          attempts,
          element,
          dataStart,
          dataEnd);
    }

    private Instant instant(Instant now) {
      if (time == null) {
        return now;
      }
      try {
        return Timestamps.parse(time);
      } catch (DateTimeException bad) {
        throw new UnreadableElementException(
            "time is \"%s\"; RFC 3339 is understood".formatted(time), bad);
      }
    }
  }
}
