package dev.postbus.engine;

import dev.postbus.DeadLetter;
import dev.postbus.DelayedEvent;
import dev.postbus.EventFilter;
import dev.postbus.EventQueue;
import dev.postbus.Page;
import dev.postbus.ReadyEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The searches that administration offers. Thread-safe. */
final class AdminSearches {

  private static final long MAX_CURSOR = Integer.MAX_VALUE - 10_000;

  private final AdminStore store;
  private final StoredReader reader;

  AdminSearches(AdminStore store, StoredReader reader) {
    this.store = store;
    this.reader = reader;
  }

  Page<ReadyEvent> ready(
      String group, EventQueue queue, EventFilter filter, long cursor, int limit) {
    check(filter, cursor, limit);
    StoredReader.Names names = reader.names(group);
    long total = store.sizes(group).ready().getOrDefault(queue, 0L);
    return new AdminSearch<AdminStore.StoredReady, ReadyEvent>(
            (offset, most) -> store.ready(group, queue, offset, most),
            stored -> stored.element().length,
            stored -> reader.ready(names, queue, stored))
        .step(
            event ->
                AdminSearch.matches(
                    filter, event.metadata(), event.handlers(), event.payloadJson()),
            cursor,
            limit,
            total);
  }

  Page<DeadLetter> deadLetters(String group, EventFilter filter, long cursor, int limit) {
    check(filter, cursor, limit);
    return new AdminSearch<AdminStore.StoredDeadLetter, DeadLetter>(
            (offset, most) -> store.deadLetters(group, offset, most),
            stored -> stored.element().length,
            reader::deadLetter)
        .step(
            letter ->
                AdminSearch.matches(
                    filter,
                    letter.metadata(),
                    List.of(letter.handler()),
                    letter.payloadJson(),
                    letter.reason()),
            cursor,
            limit,
            store.sizes(group).dead());
  }

  Page<DelayedEvent> delayed(String group, EventFilter filter, long cursor, int limit) {
    check(filter, cursor, limit);
    StoredReader.Names names = reader.names(group);
    Page<StoredReader.Delay> page =
        new AdminSearch<AdminStore.StoredDelayed, StoredReader.Delay>(
                (offset, most) -> store.delayed(group, offset, most),
                stored -> stored.element().length,
                stored -> reader.delayed(names, stored))
            .step(
                delay ->
                    AdminSearch.matches(
                        filter, delay.metadata(), delay.handlers(), delay.payloadJson()),
                cursor,
                limit,
                store.sizes(group).delayed());
    return new Page<>(List.copyOf(page.items()), page.next(), page.looked(), page.total());
  }

  private static void check(@Nullable EventFilter filter, long cursor, int limit) {
    if (filter == null) {
      throw new IllegalArgumentException("filter is null; EventFilter.all() takes everything");
    }
    if (cursor < 0 || cursor > MAX_CURSOR || limit < 1 || limit > AdminChecks.MAX_PAGE) {
      throw new IllegalArgumentException(
          "search is from %d on, limit %d; it begins at 0 and then goes on where the page before says, limit is 1 to %d"
              .formatted(cursor, limit, AdminChecks.MAX_PAGE));
    }
  }
}
