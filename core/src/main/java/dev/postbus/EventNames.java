package dev.postbus;

/**
 * The rules for event names: dot-separated segments of letters, digits, {@code _} and {@code -}, at
 * most 255 characters. Thread-safe.
 */
public final class EventNames {

  static final int MAX_LENGTH = 255;

  private EventNames() {}

  /** Returns the name, or throws {@link IllegalArgumentException} saying what a name looks like. */
  public static String check(String event) {
    if (event == null) {
      throw new IllegalArgumentException("event name is null; give one such as \"order.created\"");
    }
    if (!isName(event)) {
      throw new IllegalArgumentException(
          "event name \"%s\" is not valid; use dot-separated segments of letters, digits, _ and -, at most %d characters, such as \"order.created\""
              .formatted(event, MAX_LENGTH));
    }
    return event;
  }

  /**
   * Checked at every emit, so by hand: segments are not empty, and the name neither begins nor ends
   * with a dot.
   */
  private static boolean isName(String event) {
    boolean segmentOpen = false;
    for (int i = 0; i < event.length(); i++) {
      char at = event.charAt(i);
      if (at == '.') {
        if (!segmentOpen) {
          return false;
        }
        segmentOpen = false;
      } else if (at >= 'a' && at <= 'z'
          || at >= 'A' && at <= 'Z'
          || at >= '0' && at <= '9'
          || at == '_'
          || at == '-') {
        segmentOpen = true;
      } else {
        return false;
      }
    }
    return segmentOpen && event.length() <= MAX_LENGTH;
  }

  /**
   * Returns the name that the class declares with {@link EventType}; without it throws {@link
   * IllegalArgumentException}.
   */
  public static String of(Class<?> type) {
    EventType declared = type.getAnnotation(EventType.class);
    if (declared == null) {
      throw new IllegalArgumentException(
          "%s has no @EventType; annotate it, for example @EventType(\"order.created\"), or pass the event name"
              .formatted(type.getName()));
    }
    return check(declared.value());
  }
}
