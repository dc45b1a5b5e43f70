package dev.postbus;

import java.time.Duration;
import java.util.regex.Pattern;

/** Argument checks whose messages name the thing, the value and what is accepted. */
final class Checks {

  /**
   * Far beyond any sensible delay, and small enough for milliseconds in a double of a sorted set.
   */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final Duration SHORTEST = Duration.ofMillis(1);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e&&[^\"\\\\]]{1,128}");

  private Checks() {}

  static Duration notNegative(String what, Duration value) {
    if (value == null || value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "%s is %s; it must be between zero and %d days".formatted(what, value, LONGEST.toDays()));
    }
    return value;
  }

  static Duration positive(String what, Duration value) {
    if (value == null || value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "%s is %s; it must be at least 1 ms and at most %d days"
              .formatted(what, value, LONGEST.toDays()));
    }
    return value;
  }

  static int atLeast(String what, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s is %d; it must be at least %d".formatted(what, value, least));
    }
    return value;
  }

  static <T> T notNull(String what, T value) {
    if (value == null) {
      throw new IllegalArgumentException(what + " is null");
    }
    return value;
  }

  /** A name that becomes part of keys: group, namespace, source. */
  static String name(String what, String value) {
    if (value == null || !NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "%s is \"%s\"; use 1 to 64 letters, digits, '.', '_' or '-'".formatted(what, value));
    }
    return value;
  }

  /** An id that callers choose: event id, correlation id, handler id. */
  static String id(String what, String value) {
    if (value == null || !ID.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "%s is \"%s\"; use 1 to 128 visible ASCII characters other than quote and backslash"
              .formatted(what, value));
    }
    return value;
  }
}
