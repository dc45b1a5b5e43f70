package dev.postbus.engine;

import org.jspecify.annotations.Nullable;

/** Checks of what administration is asked. */
final class AdminChecks {

  static final int MAX_PAGE = 1_000;

  private AdminChecks() {}

  static <T> T notNull(String what, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(what + " is null");
    }
    return value;
  }

  static void checkPage(int offset, int limit) {
    if (offset < 0 || limit < 1 || limit > MAX_PAGE) {
      throw new IllegalArgumentException(
          "page is offset %d, limit %d; offset starts at 0, limit is 1 to %d"
              .formatted(offset, limit, MAX_PAGE));
    }
  }
}
