package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postbus.DeadLetter;
import dev.postbus.DelayedEvent;
import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventFilter;
import dev.postbus.EventQueue;
import dev.postbus.Page;
import dev.postbus.PermanentFailureException;
import dev.postbus.ReadyEvent;
import dev.postbus.SubscribeOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Searching what waits and what has failed, in bounded steps. */
public interface SearchContract extends Contract {

  private static SubscribeOptions id(String id) {
    return SubscribeOptions.builder().id(id).build();
  }

  private static EventFilter.Builder with() {
    return EventFilter.builder();
  }

  private static List<String> dead(EventBusAdmin admin, EventFilter.Builder filter) {
    Page<DeadLetter> page = admin.findDeadLetters(Buses.GROUP, filter.build(), 0, 100);
    assertThat(page.next()).isEqualTo(-1);
    assertThat(page.looked()).isEqualTo(page.total());
    return page.items().stream()
        .map(letter -> letter.metadata().eventId() + "/" + letter.handler())
        .sorted()
        .toList();
  }

  @Test
  @Behaviour(55)
  default void findsDeadLettersByNameIdHandlerAndText(Buses buses) {
    EventBus bus = buses.started();
    bus.subscribe(
        "order.*",
        Map.class,
        id("mail"),
        (order, context) -> {
          throw new PermanentFailureException("the Mailbox is full");
        });
    bus.subscribe(
        "order.paid",
        Map.class,
        id("bill"),
        (order, context) -> {
          throw new PermanentFailureException("no printer");
        });
    bus.emit("order.paid", Map.of("name", "Ada"), EmitOptions.builder().eventId("e-1").build());
    bus.emit("order.sent", Map.of("name", "Bob"), EmitOptions.builder().eventId("e-2").build());
    EventBusAdmin admin = bus.admin();
    eventually(() -> assertThat(admin.deadLetters(Buses.GROUP, 0, 10)).hasSize(3));

    assertThat(dead(admin, with())).containsExactly("e-1/bill", "e-1/mail", "e-2/mail");
    assertThat(dead(admin, with().event("*.sent"))).containsExactly("e-2/mail");
    assertThat(dead(admin, with().eventId("e-1"))).containsExactly("e-1/bill", "e-1/mail");
    assertThat(dead(admin, with().handler("bill"))).containsExactly("e-1/bill");
    assertThat(dead(admin, with().text("ADA"))).containsExactly("e-1/bill", "e-1/mail");
    assertThat(dead(admin, with().text("mailBOX"))).containsExactly("e-1/mail", "e-2/mail");
    assertThat(dead(admin, with().text("mailbox").eventId("e-1"))).containsExactly("e-1/mail");
    assertThat(dead(admin, with().handler("bill").event("order.sent"))).isEmpty();
  }

  @Test
  @Behaviour(55)
  default void findsDelayedAndReadyEvents(Buses buses) {
    EventBus bus = buses.started();
    bus.subscribe("order.*", Map.class, id("mail"), Inbox.accepting());
    bus.subscribe("order.paid", Map.class, id("bill"), Inbox.accepting());
    EventBusAdmin admin = bus.admin();
    admin.pause(Buses.GROUP, EventQueue.DEFAULT);
    for (String name : List.of("Ada", "Bob")) {
      for (String event : List.of("order.paid", "order.sent")) {
        bus.emit(event, Map.of("name", name));
        bus.emit(
            event, Map.of("name", name), EmitOptions.builder().delay(Duration.ofHours(1)).build());
      }
    }

    Page<DelayedEvent> delayed =
        admin.findDelayed(Buses.GROUP, with().handler("bill").text("bob").build(), 0, 10);
    Page<ReadyEvent> ready =
        admin.findReady(
            Buses.GROUP, EventQueue.DEFAULT, with().handler("mail").text("ada").build(), 0, 10);

    assertThat(delayed.items())
        .singleElement()
        .satisfies(event -> assertThat(event.metadata().event()).isEqualTo("order.paid"));
    assertThat(delayed.total()).isEqualTo(4);
    assertThat(delayed.looked()).isEqualTo(4);
    assertThat(ready.items())
        .extracting(event -> event.metadata().event())
        .containsExactly("order.paid", "order.sent");
    assertThat(ready.total()).isEqualTo(4);
    assertThat(admin.findReady(Buses.GROUP, EventQueue.LOW, EventFilter.all(), 0, 10))
        .isEqualTo(new Page<ReadyEvent>(List.of(), -1, 0, 0));
  }

  @Test
  @Behaviour(55)
  default void goesOnWhereThePageBeforeHasEnded(Buses buses) {
    EventBus bus = buses.started();
    bus.subscribe(Ping.class, Inbox.accepting());
    bus.admin().pause(Buses.GROUP, EventQueue.DEFAULT);
    bus.emitAll(Ping.upTo(25));

    List<String> found = new ArrayList<>();
    List<Long> cursors = new ArrayList<>();
    long cursor = 0;
    while (cursor >= 0) {
      Page<ReadyEvent> page =
          bus.admin()
              .findReady(Buses.GROUP, EventQueue.DEFAULT, with().text("1").build(), cursor, 5);
      page.items().forEach(event -> found.add(event.payloadJson()));
      cursor = page.next();
      cursors.add(cursor);
    }

    assertThat(found)
        .isEqualTo(
            List.of(1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 21).stream()
                .map(number -> "{\"number\":" + number + "}")
                .toList());
    assertThat(cursors).containsExactly(13L, 18L, -1L);
  }

  @Test
  @Behaviour(55)
  default void looksAtNoMoreThanTwoThousandInOneStep(Buses buses) {
    EventBus bus = buses.started();
    bus.subscribe(Ping.class, Inbox.accepting());
    bus.admin().pause(Buses.GROUP, EventQueue.DEFAULT);
    bus.emitAll(Ping.upTo(2_500));
    EventFilter last = with().text("2500").build();

    Page<ReadyEvent> first = bus.admin().findReady(Buses.GROUP, EventQueue.DEFAULT, last, 0, 10);
    Page<ReadyEvent> second =
        bus.admin().findReady(Buses.GROUP, EventQueue.DEFAULT, last, first.next(), 10);

    assertThat(first).isEqualTo(new Page<ReadyEvent>(List.of(), 2_000, 2_000, 2_500));
    assertThat(second.items()).hasSize(1);
    assertThat(second.looked()).isEqualTo(500);
    assertThat(second.next()).isEqualTo(-1);
  }

  @Test
  @Behaviour({3, 55})
  default void refusesSearchesOutOfBounds(Buses buses) {
    EventBusAdmin admin = buses.started().admin();
    EventFilter all = EventFilter.all();

    for (long[] page : new long[][] {{-1, 10}, {Long.MAX_VALUE, 10}, {0, 0}, {0, 1_001}}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> admin.findDeadLetters(Buses.GROUP, all, page[0], (int) page[1]))
          .withMessageContaining("limit");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> admin.findDelayed(Buses.GROUP, all, page[0], (int) page[1]));
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> admin.findReady(Buses.GROUP, EventQueue.HIGH, all, page[0], (int) page[1]));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with().event("order..paid"))
        .withMessageContaining("order..paid");
  }
}
