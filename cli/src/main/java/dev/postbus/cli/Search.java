package dev.postbus.cli;

import dev.postbus.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Goes on with a search step by step: each is bounded work for the store. */
final class Search {

  private static final int STEP = 500;

  private Search() {}

  /** One step. */
  @FunctionalInterface
  interface Step<T> {
    Page<T> from(long cursor, int limit);
  }

  /**
   * What was found.
   *
   * @param more whether there may be more
   * @param total how many were searched through, or would have been
   */
  record Found<T>(List<T> items, boolean more, long total) {

    /** Says below a list that it is not all of it. */
    void tellMore(Printer printer) {
      if (more) {
        printer.line(
            printer.paint(
                Tone.QUIET,
                "%d of %s shown; --limit shows more".formatted(items.size(), Text.number(total))));
      }
    }
  }

  /** Returns the first so many. */
  static <T> Found<T> first(int limit, Step<T> step) {
    return first(limit, step, Stream::of);
  }

  /** Returns of the first so many what is to be kept of each. */
  static <T, R> Found<R> first(int limit, Step<T> step, Function<T, Stream<R>> keep) {
    List<R> items = new ArrayList<>();
    long cursor = 0;
    long total = 0;
    while (cursor >= 0 && items.size() < limit) {
      Page<T> page = step.from(cursor, Math.min(STEP, limit - items.size()));
      page.items().forEach(item -> keep.apply(item).forEach(items::add));
      cursor = page.next();
      total = page.total();
    }
    return new Found<>(List.copyOf(items), cursor >= 0, total);
  }
}
