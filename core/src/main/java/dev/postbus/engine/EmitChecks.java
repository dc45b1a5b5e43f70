package dev.postbus.engine;

import dev.postbus.EmitOptions;
import dev.postbus.EventNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an emit is asked to do that it cannot: each throws {@link IllegalArgumentException}. */
final class EmitChecks {

  private EmitChecks() {}

  static void named(String event, @Nullable EmitOptions options) {
    EventNames.check(event);
    given(options);
  }

  static void one(String event, @Nullable Object payload, EmitOptions options) {
    named(event, options);
    if (payload == null) {
      throw new IllegalArgumentException(
          "payload of \"%s\" is null; emit a record, even an empty one".formatted(event));
    }
    if (payload instanceof EmitOptions) {
      throw new IllegalArgumentException(
          "the payload of \"%s\" is an EmitOptions; the options come third: emit(event, payload, options)"
              .formatted(event));
    }
  }

  static void several(@Nullable List<?> payloads, @Nullable EmitOptions options) {
    if (payloads == null) {
      throw new IllegalArgumentException("payloads is null; give a list, which may be empty");
    }
    EmitOptions given = given(options);
    if (given.eventId().isPresent()) {
      throw new IllegalArgumentException(
          "emitAll with eventId \"%s\": one id cannot stand for several events; emit them one by one"
              .formatted(given.eventId().get()));
    }
  }

  private static EmitOptions given(@Nullable EmitOptions options) {
    if (options == null) {
      throw new IllegalArgumentException("options is null; use EmitOptions.none()");
    }
    return options;
  }
}
