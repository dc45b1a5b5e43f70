package dev.postbus;

import java.util.regex.Pattern;

/** The rules for event names, kept in one place for emit, routes and patterns. */
final class EventNames {

  static final int MAX_LENGTH = 255;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

  private EventNames() {}

  /** Returns the name, or throws {@link IllegalArgumentException} saying what a name looks like. */
  static String check(String event) {
    if (event == null) {
      throw new IllegalArgumentException("event name is null; give one such as \"order.created\"");
    }
    if (event.length() > MAX_LENGTH || !NAME.matcher(event).matches()) {
      throw new IllegalArgumentException(
          "event name \"%s\" is not valid; use dot-separated segments of letters, digits, _ and -, at most %d characters, such as \"order.created\""
              .formatted(event, MAX_LENGTH));
    }
    return event;
  }

  /** Returns the name that the class declares with {@link EventType}. */
  static String of(Class<?> type) {
    EventType declared = type.getAnnotation(EventType.class);
    if (declared == null) {
      throw new IllegalArgumentException(
          "%s has no @EventType; annotate it, for example @EventType(\"order.created\"), or pass the event name"
              .formatted(type.getName()));
    }
    return check(declared.value());
  }
}
