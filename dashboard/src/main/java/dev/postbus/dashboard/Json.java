package dev.postbus.dashboard;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads bodies and writes answers. What is unknown is written as null, never left out. */
final class Json {

  private static final int MAX_DEPTH = 200;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          // What people emit keeps all its digits.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Json() {}

  /** Half a character, which Jackson would refuse to write as bytes, becomes a question mark. */
  static byte[] write(Object value) {
    return MAPPER.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
  }

  /** Reads an object; nothing at all is an empty one. */
  static JsonNode object(byte[] body) {
    try {
      JsonNode read = body.length == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(body);
      if (!read.isObject()) {
        throw ApiError.badRequest("the body is not a JSON object");
      }
      return read;
    } catch (JacksonException unreadable) {
      // Jackson goes on with where it began, which it does not know.
      throw ApiError.badRequest(
          "the body is no JSON: " + unreadable.getOriginalMessage().split(" \\(", 2)[0]);
    }
  }

  /** Returns a text of an object; empty when it is missing, null or blank. */
  static Optional<String> text(JsonNode object, String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw ApiError.badRequest("\"%s\" is %s; it must be a text".formatted(name, value));
    }
    return Optional.of(value.asString()).filter(text -> !text.isBlank());
  }

  static String requiredText(JsonNode object, String name) {
    return text(object, name)
        .orElseThrow(() -> ApiError.badRequest("\"%s\" is missing".formatted(name)));
  }

  /** Returns a whole number of an object; empty when it is missing or null. */
  static Optional<Long> number(JsonNode object, String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw ApiError.badRequest("\"%s\" is %s; it must be a whole number".formatted(name, value));
    }
    return Optional.of(value.asLong());
  }
}
