package dev.postbus;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A pattern over dot-separated event names: {@code *} stands for exactly one segment, {@code **}
 * for any number of them, also none. Immutable and thread-safe; the same rules hold in every
 * adapter.
 */
public final class EventPattern {

  private static final Pattern SEGMENT = Pattern.compile("\\*|\\*\\*|[A-Za-z0-9_-]+");

  private final String text;
  private final String[] segments;
  private final boolean literal;

  private EventPattern(String text, String[] segments) {
    this.text = text;
    this.segments = segments;
    this.literal = text.indexOf('*') < 0;
  }

  /**
   * Parses a pattern such as {@code "order.*"} or {@code "audit.**"}.
   *
   * @throws IllegalArgumentException when a segment is empty, mixes {@code *} with letters, or
   *     holds another character
   */
  public static EventPattern of(String pattern) {
    if (pattern == null || pattern.length() > EventNames.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "event pattern is %s; give one such as \"order.*\""
              .formatted(pattern == null ? "null" : "longer than " + EventNames.MAX_LENGTH));
    }
    String[] segments = pattern.split("\\.", -1);
    for (String segment : segments) {
      if (!SEGMENT.matcher(segment).matches()) {
        throw new IllegalArgumentException(
            "event pattern \"%s\" has the bad segment \"%s\"; a segment is a name of letters, digits, _ and -, or * for one segment, or ** for any number"
                .formatted(pattern, segment));
      }
    }
    return new EventPattern(pattern, segments);
  }

  /**
   * Returns the pattern that matches just the event that the class declares with {@link EventType}.
   *
   * @throws IllegalArgumentException when the class declares none, or a bad name
   */
  public static EventPattern of(Class<?> payloadType) {
    return of(EventNames.of(Checks.notNull("payloadType", payloadType)));
  }

  /**
   * Tells whether the event name matches. Linear in the name for patterns with at most one {@code
   * **}.
   */
  public boolean matches(String event) {
    return literal ? text.equals(event) : matchesSegments(event);
  }

  /**
   * Greedy matching with one remembered {@code **}, as for wildcards in file names: no recursion.
   * The name is not split: it is matched at every emit that has routes.
   */
  private boolean matchesSegments(String event) {
    int segment = 0;
    int at = 0;
    int lastDouble = -1;
    int resumeAt = 0;
    while (at <= event.length()) {
      int end = endOfSegment(event, at);
      if (segment < segments.length && segments[segment].equals("**")) {
        lastDouble = segment++;
        resumeAt = at;
      } else if (segment < segments.length && takes(segments[segment], event, at, end)) {
        segment++;
        at = end + 1;
      } else if (lastDouble >= 0) {
        segment = lastDouble + 1;
        resumeAt = endOfSegment(event, resumeAt) + 1;
        at = resumeAt;
      } else {
        return false;
      }
    }
    while (segment < segments.length && segments[segment].equals("**")) {
      segment++;
    }
    return segment == segments.length;
  }

  private static int endOfSegment(String event, int from) {
    int dot = event.indexOf('.', from);
    return dot < 0 ? event.length() : dot;
  }

  private static boolean takes(String segment, String event, int from, int to) {
    return segment.equals("*")
        || (segment.length() == to - from && event.startsWith(segment, from));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EventPattern that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text);
  }

  /** Returns the pattern as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
