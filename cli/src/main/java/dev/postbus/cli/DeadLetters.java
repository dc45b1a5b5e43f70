package dev.postbus.cli;

import dev.postbus.DeadLetter;
import dev.postbus.EventBusAdmin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Dead letters as commands look for them and programs read them. */
final class DeadLetters {

  private DeadLetters() {}

  static Map<String, @Nullable Object> json(DeadLetter letter) {
    Map<String, @Nullable Object> json = Json.event(letter.metadata(), letter.payloadJson());
    json.put("key", letter.key());
    json.put("handler", letter.handler());
    json.put("attempts", letter.attempts());
    json.put("failedAt", letter.failedAt());
    json.put("reason", letter.reason());
    return json;
  }

  /** Returns the dead letters of an event, of one handler when that is given. */
  static List<DeadLetter> of(
      EventBusAdmin admin, String group, String eventId, @Nullable String handler) {
    return admin.deadLetters(group, eventId).stream()
        .filter(letter -> handler == null || letter.handler().equals(handler))
        .toList();
  }

  /** Says that there is none. */
  static String none(String group, String eventId, @Nullable String handler) {
    return "group \"%s\" has no dead letter of event \"%s\"%s"
        .formatted(group, eventId, handler == null ? "" : " for " + handler);
  }

  /** Returns who gave it up, for people. */
  static String handler(DeadLetter letter) {
    return letter.handler().isEmpty() ? "(none)" : letter.handler();
  }
}
