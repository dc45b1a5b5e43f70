package dev.postbus.dashboard;

import dev.postbus.EventBusAdmin;
import dev.postbus.EventQueue;
import dev.postbus.InFlightEvent;
import dev.postbus.Page;
import dev.postbus.ReadyEvent;
import dev.postbus.dashboard.EventSearch.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What waits, runs and has failed: page by page, and one by one. */
final class ListsApi {

  private static final int PAGE = 50;
  private static final int MOST = 200;
  private static final int STEP = 500;

  /** How far a permalink looks for an event that waits or runs. */
  private static final int READY_LOOKED_AT = 10_000;

  private static final int IN_FLIGHT_LOOKED_AT = 2_000;

  private final Supplier<EventBusAdmin> admin;
  private final EventSearch search;
  private final EventItems items;

  ListsApi(Supplier<EventBusAdmin> admin, EventSearch search, EventItems items) {
    this.admin = admin;
    this.search = search;
    this.items = items;
  }

  List<Route> routes() {
    return List.of(
        Route.get("groups/*/ready", this::ready),
        Route.get("groups/*/in-flight", this::inFlight),
        Route.get("groups/*/delayed", this::delayed),
        Route.get("groups/*/dead", this::dead),
        Route.get("groups/*/ready/*", this::oneReady),
        Route.get("groups/*/in-flight/*", this::oneInFlight),
        Route.get("groups/*/delayed/*", this::oneDelayed),
        Route.get("groups/*/dead/*", this::deadOfEvent));
  }

  private record Items(List<?> items, long next, long looked, long total) {}

  private record One(Map<String, @Nullable Object> item) {}

  private record Several(List<?> items) {}

  private Answer ready(Call call) {
    return page(
        search.ready(call.name(0), queue(call), wanted(call), cursor(call), limit(call)),
        items::ready);
  }

  private Answer delayed(Call call) {
    return page(
        search.delayed(call.name(0), wanted(call), cursor(call), limit(call)), items::delayed);
  }

  private Answer dead(Call call) {
    return page(search.dead(call.name(0), wanted(call), cursor(call), limit(call)), items::dead);
  }

  private Answer inFlight(Call call) {
    String group = call.name(0);
    int cursor = (int) cursor(call);
    int limit = limit(call);
    List<InFlightEvent> page = admin.get().inFlight(group, cursor, limit);
    long total = 0;
    for (EventQueue queue : EventQueue.values()) {
      total += admin.get().counts(group, queue).inFlight();
    }
    long next = page.size() < limit ? -1 : cursor + page.size();
    return page(new Page<>(page, next, page.size(), total), items::inFlight);
  }

  private static <T> Answer page(
      Page<T> page, BiFunction<T, Boolean, Map<String, @Nullable Object>> item) {
    List<Map<String, @Nullable Object>> shown =
        page.items().stream().map(one -> item.apply(one, false)).toList();
    return Answer.ok(new Items(shown, page.next(), page.looked(), page.total()));
  }

  private Answer oneReady(Call call) {
    Wanted wanted =
        new Wanted(Optional.empty(), Optional.of(call.name(1)), Optional.empty(), Optional.empty());
    EventQueue queue = queue(call);
    long looked = 0;
    long cursor = 0;
    while (cursor >= 0 && looked < READY_LOOKED_AT) {
      Page<ReadyEvent> page = search.ready(call.name(0), queue, wanted, cursor, 1);
      if (!page.items().isEmpty()) {
        return Answer.ok(new One(items.ready(page.items().get(0), true)));
      }
      looked += page.looked();
      cursor = page.next();
    }
    throw ApiError.notFound(
        cursor < 0
            ? "the event does not wait there any more"
            : "the event is not among the next %d that wait there".formatted(looked));
  }

  private Answer oneInFlight(Call call) {
    for (int offset = 0; offset < IN_FLIGHT_LOOKED_AT; offset += STEP) {
      List<InFlightEvent> page = admin.get().inFlight(call.name(0), offset, STEP);
      for (InFlightEvent event : page) {
        if (event.metadata().eventId().equals(call.name(1))) {
          return Answer.ok(new One(items.inFlight(event, true)));
        }
      }
      if (page.size() < STEP) {
        break;
      }
    }
    throw ApiError.notFound("no instance has claimed the event now");
  }

  private Answer oneDelayed(Call call) {
    return admin
        .get()
        .delayedDelivery(call.name(0), call.name(1))
        .map(event -> Answer.ok(new One(items.delayed(event, true))))
        .orElseThrow(() -> ApiError.notFound("the delivery is due or gone"));
  }

  private Answer deadOfEvent(Call call) {
    List<Map<String, @Nullable Object>> found = new ArrayList<>();
    Optional<String> key = call.query("key");
    if (key.isPresent()) {
      admin.get().deadLetter(call.name(0), key.get()).stream()
          .filter(letter -> letter.metadata().eventId().equals(call.name(1)))
          .forEach(letter -> found.add(items.dead(letter, true)));
    }
    if (found.isEmpty()) {
      admin
          .get()
          .deadLetters(call.name(0), call.name(1))
          .forEach(letter -> found.add(items.dead(letter, true)));
    }
    if (found.isEmpty()) {
      throw ApiError.notFound("the event has no dead letter: redriven, discarded or never there");
    }
    return Answer.ok(new Several(found));
  }

  private static EventQueue queue(Call call) {
    return call.queue()
        .orElseThrow(
            () -> ApiError.badRequest("\"queue\" is missing; it must be HIGH, DEFAULT or LOW"));
  }

  private static long cursor(Call call) {
    return call.number("cursor", 0, 0, Integer.MAX_VALUE - MOST);
  }

  private static int limit(Call call) {
    return call.number("limit", PAGE, 1, MOST);
  }

  private static Wanted wanted(Call call) {
    return new Wanted(
        call.query("event"), call.query("id"), call.query("handler"), call.query("text"));
  }
}
