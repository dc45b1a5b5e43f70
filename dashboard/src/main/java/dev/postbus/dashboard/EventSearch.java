package dev.postbus.dashboard;

import dev.postbus.DeadLetter;
import dev.postbus.DelayedEvent;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventFilter;
import dev.postbus.EventMetadata;
import dev.postbus.EventQueue;
import dev.postbus.Page;
import dev.postbus.ReadyEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Searches lists of the store. Where a redactor is at work, text is looked for in what it leaves:
 * else one could find out by searching what one may not see. Thread-safe.
 */
final class EventSearch {

  private static final int MOST_LOOKED_AT = 2_000;

  private final Supplier<EventBusAdmin> admin;
  private final Redaction redaction;

  EventSearch(Supplier<EventBusAdmin> admin, Redaction redaction) {
    this.admin = admin;
    this.redaction = redaction;
  }

  /** What is looked for; all that is given must match. */
  record Wanted(
      Optional<String> event,
      Optional<String> id,
      Optional<String> handler,
      Optional<String> text) {

    private EventFilter filter(boolean withText) {
      EventFilter.Builder filter = EventFilter.builder();
      event.ifPresent(filter::event);
      id.ifPresent(filter::eventId);
      handler.ifPresent(filter::handler);
      if (withText) {
        text.ifPresent(filter::text);
      }
      return filter.build();
    }

    /** Says in a few words what is looked for. */
    String describe() {
      String all =
          String.join(
              ", ",
              Stream.of(
                      event.map(value -> "event " + value),
                      id.map(value -> "id " + value),
                      handler.map(value -> "handler " + value),
                      text.map(value -> "text \"" + value + '"'))
                  .flatMap(Optional::stream)
                  .toList());
      return all.isEmpty() ? "all" : "all with " + all;
    }
  }

  Page<DeadLetter> dead(String group, Wanted wanted, long cursor, int limit) {
    return search(
        wanted,
        cursor,
        limit,
        (filter, from, most) -> admin.get().findDeadLetters(group, filter, from, most),
        letter ->
            Stream.of(
                payload(letter.metadata(), letter.payloadJson()),
                redaction.reason(letter.metadata(), letter.reason())));
  }

  Page<DelayedEvent> delayed(String group, Wanted wanted, long cursor, int limit) {
    return search(
        wanted,
        cursor,
        limit,
        (filter, from, most) -> admin.get().findDelayed(group, filter, from, most),
        event -> Stream.of(payload(event.metadata(), event.payloadJson())));
  }

  Page<ReadyEvent> ready(String group, EventQueue queue, Wanted wanted, long cursor, int limit) {
    return search(
        wanted,
        cursor,
        limit,
        (filter, from, most) -> admin.get().findReady(group, queue, filter, from, most),
        event -> Stream.of(payload(event.metadata(), event.payloadJson())));
  }

  private String payload(EventMetadata event, String payloadJson) {
    return redaction.payload(event, payloadJson);
  }

  /** One bounded step of the store's own search. */
  @FunctionalInterface
  private interface Step<T> {
    Page<T> find(EventFilter filter, long cursor, int limit);
  }

  private <T> Page<T> search(
      Wanted wanted, long cursor, int limit, Step<T> step, Function<T, Stream<String>> shown) {
    if (!redaction.isActive() || wanted.text().isEmpty()) {
      return step.find(wanted.filter(true), cursor, limit);
    }
    String text = wanted.text().get().toLowerCase(Locale.ROOT);
    EventFilter filter = wanted.filter(false);
    List<T> found = new ArrayList<>();
    long looked = 0;
    long next = cursor;
    long total = 0;
    while (next >= 0 && looked < MOST_LOOKED_AT && found.size() < limit) {
      Page<T> page = step.find(filter, next, limit - found.size());
      page.items().stream()
          .filter(
              item -> shown.apply(item).anyMatch(s -> s.toLowerCase(Locale.ROOT).contains(text)))
          .forEach(found::add);
      looked += page.looked();
      next = page.next();
      total = page.total();
    }
    return new Page<>(found, next, looked, total);
  }
}
