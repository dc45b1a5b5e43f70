package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postbus.Backoff;
import dev.postbus.DeadLetter;
import dev.postbus.DelayedEvent;
import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventQueue;
import dev.postbus.HandlerInfo;
import dev.postbus.InFlightEvent;
import dev.postbus.PermanentFailureException;
import dev.postbus.QueueCounts;
import dev.postbus.ReadyEvent;
import dev.postbus.SubscribeOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What administration shows of what waits, runs and has failed, and making it due. */
public interface InspectionContract extends Contract {

  private static SubscribeOptions id(String id) {
    return SubscribeOptions.builder().id(id).build();
  }

  private static SubscribeOptions retriedLate(String id) {
    return SubscribeOptions.builder().id(id).backoff(Backoff.fixed(Duration.ofHours(1))).build();
  }

  private static EmitOptions named(String eventId) {
    return EmitOptions.builder().eventId(eventId).build();
  }

  private static EmitOptions late(String eventId) {
    return EmitOptions.builder().eventId(eventId).delay(Duration.ofHours(1)).build();
  }

  private static List<String> readyIds(EventBusAdmin admin, int offset, int limit) {
    return admin.ready(Buses.GROUP, EventQueue.DEFAULT, offset, limit).stream()
        .map(event -> event.metadata().eventId())
        .toList();
  }

  @Test
  @Behaviour(55)
  default void listsTheBoundHandlersByIdWithoutForgottenOnes(Buses buses) {
    EventBus bus = buses.started();
    Instant before = Instant.now();
    bus.subscribe("order.*", Ping.class, id("mail"), Inbox.accepting());
    bus.subscribe("**", Ping.class, id("audit"), Inbox.accepting());
    bus.subscribe("order.paid", Ping.class, id("forgotten"), Inbox.accepting()).close();
    bus.admin().forgetHandler(Buses.GROUP, "forgotten");

    List<HandlerInfo> handlers = bus.admin().handlers(Buses.GROUP);

    assertThat(handlers).extracting(HandlerInfo::id).containsExactly("audit", "mail");
    assertThat(handlers)
        .extracting(HandlerInfo::patterns)
        .containsExactly(List.of("**"), List.of("order.*"));
    assertThat(handlers)
        .allSatisfy(
            handler ->
                assertThat(handler.advertisedAt().orElseThrow())
                    .isBetween(before.minusSeconds(5), Instant.now().plusSeconds(5)));
  }

  @Test
  @Behaviour(55)
  default void tellsTheTimeByWhichItsTimesGo(Buses buses) {
    EventBus bus = buses.started();
    Instant before = bus.admin().now().truncatedTo(ChronoUnit.MILLIS);
    bus.subscribe(Ping.EVENT, Ping.class, id("mail"), Inbox.accepting());

    Instant bound = bus.admin().handlers(Buses.GROUP).get(0).advertisedAt().orElseThrow();

    // What is known of the store's time is older by the way of its answer.
    assertThat(bound).isBetween(before, bus.admin().now().plusSeconds(5));
  }

  @Test
  @Behaviour(55)
  default void pagesWhatIsReadyInTheOrderItWillBeClaimed(Buses buses) {
    EventBus bus = buses.started();
    bus.subscribe(Ping.EVENT, Ping.class, retriedLate("bad"), Inbox.failing());
    bus.subscribe(Ping.EVENT, Ping.class, id("good"), Inbox.accepting());
    bus.emit(new Ping(0), named("retried"));
    eventually(
        () -> {
          QueueCounts counts = bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT);
          assertThat(counts.delayed()).isOne();
          assertThat(counts.handled()).isOne();
        });
    bus.admin().pause(Buses.GROUP, EventQueue.DEFAULT);
    for (int i = 1; i <= 24; i++) {
      bus.emit(new Ping(i), named("e-" + i));
    }
    bus.admin().runNow(Buses.GROUP, bus.admin().delayed(Buses.GROUP, 0, 10).get(0).deliveryId());

    List<String> paged = new ArrayList<>();
    for (int offset = 0; offset < 30; offset += 10) {
      paged.addAll(readyIds(bus.admin(), offset, 10));
    }

    assertThat(paged).hasSize(25).startsWith("retried", "e-1", "e-2").endsWith("e-23", "e-24");
    List<ReadyEvent> first = bus.admin().ready(Buses.GROUP, EventQueue.DEFAULT, 0, 2);
    assertThat(first.get(0).attempts()).isOne();
    assertThat(first.get(0).handlers()).containsExactly("bad");
    assertThat(first.get(1).attempts()).isZero();
    assertThat(first.get(1).handlers()).containsExactly("bad", "good");
    assertThat(first.get(1).payloadJson()).isEqualTo("{\"number\":1}");
    assertThat(first.get(1).metadata().event()).isEqualTo(Ping.EVENT);
    assertThat(first.get(1).metadata().queue()).isEqualTo(EventQueue.DEFAULT);
    assertThat(bus.admin().ready(Buses.GROUP, EventQueue.HIGH, 0, 10)).isEmpty();
    assertThat(readyIds(bus.admin(), 25, 10)).isEmpty();
  }

  @Test
  @Behaviour(55)
  default void showsWhatIsInFlightForTheHandlersThatHaveNotFinished(Buses buses) {
    EventBus bus = buses.started(buses.config(), Buses.patient());
    Gate gate = buses.gate();
    bus.subscribe(Ping.EVENT, Ping.class, id("quick"), Inbox.accepting());
    bus.subscribe(Ping.EVENT, Ping.class, id("slow"), Inbox.waitingAt(gate));
    bus.emit(new Ping(1), named("e-1"));
    bus.emit(new Ping(2), named("e-2"));

    eventually(
        () ->
            assertThat(bus.admin().inFlight(Buses.GROUP, 0, 10))
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.handlers()).containsExactly("slow")));
    List<InFlightEvent> inFlight = bus.admin().inFlight(Buses.GROUP, 0, 10);
    assertThat(inFlight)
        .extracting(event -> event.metadata().eventId())
        .containsExactly("e-1", "e-2");
    assertThat(inFlight.get(0).payloadJson()).isEqualTo("{\"number\":1}");
    assertThat(inFlight).extracting(InFlightEvent::instance).doesNotContain("").hasSize(2);
    assertThat(bus.admin().inFlight(Buses.GROUP, 1, 10))
        .singleElement()
        .satisfies(event -> assertThat(event.metadata().eventId()).isEqualTo("e-2"));
    assertThat(bus.admin().inFlight(Buses.GROUP, 2, 10)).isEmpty();

    gate.open();

    eventually(() -> assertThat(bus.admin().inFlight(Buses.GROUP, 0, 10)).isEmpty());
  }

  @Test
  @Behaviour(55)
  default void tellsSinceWhenTheOldestEventHasWaited(Buses buses) {
    EventBus bus = buses.started();
    bus.subscribe(Ping.class, Inbox.accepting());
    bus.admin().pause(Buses.GROUP, EventQueue.DEFAULT);
    assertThat(bus.admin().oldestAge(Buses.GROUP, EventQueue.DEFAULT)).isEmpty();

    bus.emit(new Ping(1));

    Duration first = bus.admin().oldestAge(Buses.GROUP, EventQueue.DEFAULT).orElseThrow();
    assertThat(first).isBetween(Duration.ZERO, Duration.ofSeconds(10));
    eventually(
        () ->
            assertThat(bus.admin().oldestAge(Buses.GROUP, EventQueue.DEFAULT).orElseThrow())
                .isGreaterThan(first));
    assertThat(bus.admin().oldestAge(Buses.GROUP, EventQueue.LOW)).isEmpty();
  }

  @Test
  @Behaviour(55)
  default void showsTheDeadLettersOfOneEvent(Buses buses) {
    EventBus bus = buses.started();
    bus.subscribe(Ping.EVENT, Ping.class, id("one"), Inbox.failing());
    bus.subscribe(Ping.EVENT, Ping.class, id("two"), Inbox.failing());
    bus.emit(new Ping(1), named("e-1"));
    bus.emit(new Ping(2), named("e-2"));
    eventually(() -> assertThat(bus.admin().deadLetters(Buses.GROUP, 0, 10)).hasSize(4));

    List<DeadLetter> letters = bus.admin().deadLetters(Buses.GROUP, "e-2");

    assertThat(letters).extracting(DeadLetter::handler).containsExactlyInAnyOrder("one", "two");
    assertThat(letters).extracting(DeadLetter::payloadJson).containsOnly("{\"number\":2}");
    assertThat(bus.admin().deadLetters(Buses.GROUP, "e-3")).isEmpty();
  }

  @Test
  @Behaviour(55)
  default void makesAFirstDeliveryDueNow(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    bus.emit(new Ping(1), late("e-1"));
    EventBusAdmin admin = bus.admin();
    String delivery = admin.delayed(Buses.GROUP, 0, 10).get(0).deliveryId();
    DelayedEvent delayed = admin.delayedDelivery(Buses.GROUP, delivery).orElseThrow();
    assertThat(delayed.metadata().eventId()).isEqualTo("e-1");
    assertThat(delayed.firstDelivery()).isTrue();
    assertThat(delayed.payloadJson()).isEqualTo("{\"number\":1}");

    assertThat(admin.runNow(Buses.GROUP, delivery)).isTrue();

    inbox.awaitCall(1);
    eventually(
        () ->
            assertThat(admin.counts(Buses.GROUP, EventQueue.DEFAULT))
                .isEqualTo(new QueueCounts(1, 0, 0, 0, 0, 1, 0, 0, 0)));
    assertThat(admin.runNow(Buses.GROUP, delivery)).isFalse();
    assertThat(admin.delayedDelivery(Buses.GROUP, delivery)).isEmpty();
    assertThat(admin.cancelDelayed(Buses.GROUP, "e-1")).isFalse();
  }

  @Test
  @Behaviour(55)
  default void makesARetryDueNowWithTheAttemptsItHasUsed(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.failingUntilAttempt(2);
    bus.subscribe(Ping.EVENT, Ping.class, retriedLate("flaky"), inbox);
    bus.emit(new Ping(1), named("e-1"));
    eventually(() -> assertThat(bus.admin().delayed(Buses.GROUP, 0, 10)).hasSize(1));
    DelayedEvent delayed = bus.admin().delayed(Buses.GROUP, 0, 10).get(0);
    assertThat(delayed.handler()).contains("flaky");

    assertThat(bus.admin().runNow(Buses.GROUP, delayed.deliveryId())).isTrue();

    inbox.awaitCall(2);
    assertThat(inbox.attempts()).containsExactly(1, 2);
    eventually(
        () -> assertThat(bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT).handled()).isOne());
  }

  @Test
  @Behaviour(3)
  default void makesNothingDueThatIsNotDelayed(Buses buses) {
    EventBus bus = buses.started();
    bus.subscribe(Ping.class, Inbox.accepting());
    bus.emit(new Ping(1), late("e-1"));

    for (String id : List.of("", "x1", "d999", "e-1", "d1\n", "1", "ü", "d1.", "d99999999999999")) {
      assertThat(bus.admin().runNow(Buses.GROUP, id)).as(id).isFalse();
      assertThat(bus.admin().delayedDelivery(Buses.GROUP, id)).as(id).isEmpty();
    }

    assertThat(bus.admin().delayed(Buses.GROUP, 0, 10)).hasSize(1);
  }

  @Test
  @Behaviour(55)
  default void knowsNothingToShowOfAnUnknownGroup(Buses buses) {
    EventBusAdmin admin = buses.started().admin();

    assertThat(admin.handlers("unknown")).isEmpty();
    assertThat(admin.ready("unknown", EventQueue.HIGH, 0, 10)).isEmpty();
    assertThat(admin.inFlight("unknown", 0, 10)).isEmpty();
    assertThat(admin.oldestAge("unknown", EventQueue.HIGH)).isEmpty();
    assertThat(admin.deadLetters("unknown", "e-1")).isEmpty();
    assertThat(admin.delayedDelivery("unknown", "d1")).isEmpty();
    assertThat(admin.runNow("unknown", "d1")).isFalse();
  }

  @Test
  @Behaviour({3, 55})
  default void refusesToShowPagesOutOfBounds(Buses buses) {
    EventBusAdmin admin = buses.started().admin();

    for (int[] page : new int[][] {{-1, 10}, {0, 0}, {0, -1}, {0, 1_001}}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> admin.ready(Buses.GROUP, EventQueue.HIGH, page[0], page[1]))
          .withMessageContaining("limit");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> admin.inFlight(Buses.GROUP, page[0], page[1]))
          .withMessageContaining("limit");
    }
  }

  @Test
  @Behaviour(57)
  default void showsPayloadsAsTheyWereEmitted(Buses buses) {
    EventBus bus = buses.started();
    bus.subscribe(
        "order",
        Map.class,
        id("bad"),
        (order, context) -> {
          throw new PermanentFailureException("no");
        });

    bus.emit("order", Map.of("name", "Jörg \"x\"\n"), named("e-1"));

    eventually(() -> assertThat(bus.admin().deadLetters(Buses.GROUP, "e-1")).hasSize(1));
    assertThat(bus.admin().deadLetters(Buses.GROUP, "e-1").get(0).payloadJson())
        .isEqualTo("{\"name\":\"Jörg \\\"x\\\"\\n\"}");
  }
}
