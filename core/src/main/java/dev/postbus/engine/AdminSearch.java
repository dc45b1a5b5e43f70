package dev.postbus.engine;

import dev.postbus.EventFilter;
import dev.postbus.EventMetadata;
import dev.postbus.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * One step of a search through what the store holds: pages are read until enough was found, or as
 * much was looked at as one step may.
 *
 * @param pages reads from an offset on, at most so many
 * @param size how many bytes one is
 * @param read makes of it what is searched
 * @param <S> what the store keeps
 * @param <T> what is searched
 */
record AdminSearch<S, T>(Pages<S> pages, ToIntFunction<S> size, Function<S, T> read) {

  /** Reads a page of the store. */
  @FunctionalInterface
  interface Pages<S> {
    List<S> read(int offset, int limit);
  }

  private static final int MOST_LOOKED_AT = 2_000;
  private static final long MOST_BYTES = 8 << 20;
  private static final int FIRST_PAGE = 50;
  private static final int LARGEST_PAGE = 500;
  private static final long PAGE_BYTES = 1 << 20;

  Page<T> step(Predicate<T> wanted, long cursor, int limit, long total) {
    List<T> found = new ArrayList<>();
    long looked = 0;
    long bytes = 0;
    while (looked < MOST_LOOKED_AT && bytes < MOST_BYTES) {
      int pageSize = (int) Math.min(pageSize(looked, bytes), MOST_LOOKED_AT - looked);
      List<S> page = pages.read((int) (cursor + looked), pageSize);
      for (S stored : page) {
        looked++;
        bytes += size.applyAsInt(stored);
        T candidate = read.apply(stored);
        if (wanted.test(candidate)) {
          found.add(candidate);
        }
        if (found.size() == limit) {
          break;
        }
      }
      if (found.size() == limit) {
        break;
      }
      if (page.size() < pageSize) {
        return new Page<>(found, -1, looked, total);
      }
    }
    long next = cursor + looked;
    return new Page<>(found, next < total ? next : -1, looked, total);
  }

  /** Large ones are read a few at a time. */
  private static long pageSize(long looked, long bytes) {
    return looked == 0
        ? FIRST_PAGE
        : Math.max(1, Math.min(LARGEST_PAGE, PAGE_BYTES * looked / Math.max(1, bytes)));
  }

  /** Returns whether the filter takes an event; the last texts may hold what is looked for. */
  static boolean matches(
      EventFilter filter, EventMetadata event, List<String> handlers, String... texts) {
    return filter.event().map(pattern -> pattern.matches(event.event())).orElse(true)
        && filter.eventId().map(event.eventId()::equals).orElse(true)
        && filter.handler().map(handlers::contains).orElse(true)
        && filter.text().map(part -> containsAny(part, texts)).orElse(true);
  }

  private static boolean containsAny(String part, String... texts) {
    String lower = part.toLowerCase(Locale.ROOT);
    for (String text : texts) {
      if (text.toLowerCase(Locale.ROOT).contains(lower)) {
        return true;
      }
    }
    return false;
  }
}
