package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static dev.postbus.testkit.contract.Eventually.throughout;
import static dev.postbus.testkit.contract.Eventually.within;
import static dev.postbus.testkit.contract.Transitions.Kind.HANDED_BACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.Backoff;
import dev.postbus.DelayedEvent;
import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventQueue;
import dev.postbus.QueueSettings;
import dev.postbus.SubscribeOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a delay promises. */
public interface DelayContract extends Contract {

  /** On a loaded machine; a missed wake-up costs the guard period, which is longer. */
  Duration SOON = Duration.ofSeconds(10);

  private static EmitOptions delay(long millis) {
    return EmitOptions.builder().delay(Duration.ofMillis(millis)).build();
  }

  private static EmitOptions delay(long millis, String eventId) {
    return EmitOptions.builder().delay(Duration.ofMillis(millis)).eventId(eventId).build();
  }

  @Test
  @Behaviour(20)
  default void deliversNeverEarlyAndSoonAfter(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);

    for (int millis : new int[] {50, 300, 120}) {
      long before = System.nanoTime();
      int calls = inbox.calls().size();
      bus.emit(new Ping(millis), delay(millis));
      within(SOON.plusMillis(millis), () -> assertThat(inbox.calls()).hasSize(calls + 1));

      long waited = inbox.calls().get(calls).nanoTime() - before;
      assertThat(Duration.ofNanos(waited)).isGreaterThanOrEqualTo(Duration.ofMillis(millis));
    }
  }

  @Test
  @Behaviour(20)
  default void deliversInTheOrderOfDueTimes(Buses buses) {
    EventBus bus = buses.started(buses.config().queue(EventQueue.DEFAULT, QueueSettings.of(1, 3)));
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);

    bus.emit(new Ping(3), delay(3_000, "third"));
    bus.emit(new Ping(2), delay(2_750, "second"));
    bus.emit(new Ping(1), delay(2_500, "first"));
    bus.emit(new Ping(0), EmitOptions.builder().eventId("now").build());
    // An emit that takes long changes the order; the store knows which one it is.
    List<DelayedEvent> delayed = bus.admin().delayed(Buses.GROUP, 0, 10);

    assertThat(delayed).hasSize(3).extracting(DelayedEvent::dueAt).isSorted();
    eventually(() -> assertThat(inbox.calls()).hasSize(4));
    List<String> expected = new ArrayList<>(List.of("now"));
    delayed.forEach(event -> expected.add(event.metadata().eventId()));
    assertThat(inbox.eventIds()).containsExactlyElementsOf(expected);
  }

  @Test
  @Behaviour(20)
  default void keepsTheOrderOfAListWithOneDelay(Buses buses) {
    Transitions transitions = new Transitions();
    EventBus bus =
        buses.started(
            buses.config().listener(transitions).queue(EventQueue.DEFAULT, QueueSettings.of(1, 3)));
    // More than one claim may bring, and one run so long that what waits behind it is handed back.
    List<Ping> pings = Ping.upTo(1_500);
    Inbox<Ping> inbox =
        Inbox.of(
            (ping, context) -> {
              if (ping.number() == 50) {
                eventually(() -> assertThat(transitions.of(HANDED_BACK)).isNotEmpty());
              }
            });
    bus.subscribe(Ping.class, inbox);

    bus.emitAll(pings, delay(200));

    eventually(() -> assertThat(inbox.calls()).hasSize(1_500));
    assertThat(inbox.payloads()).containsExactlyElementsOf(pings);
  }

  @Test
  @Behaviour(21)
  default void deliversAtOnceWithAZeroDelay(Buses buses) {
    EventBus bus = buses.open();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    bus.start();

    bus.emit(new Ping(1), delay(0));

    inbox.awaitCall(1);
    assertThat(bus.admin().delayed(Buses.GROUP, 0, 10)).isEmpty();
  }

  @Test
  @Behaviour(22)
  default void becomesDueDuringAPauseAndWaitsOnlyForItsEnd(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    bus.admin().pause(Buses.GROUP, EventQueue.DEFAULT);

    bus.emit(new Ping(1), delay(100));
    eventually(
        () -> {
          assertThat(bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT).ready()).isOne();
          assertThat(bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT).delayed()).isZero();
        });
    throughout(Duration.ofMillis(100), () -> assertThat(inbox.calls()).isEmpty());

    bus.admin().resume(Buses.GROUP, EventQueue.DEFAULT);
    within(SOON, () -> assertThat(inbox.calls()).hasSize(1));
  }

  @Test
  @Behaviour(24)
  default void listsWhatIsDelayed(Buses buses) {
    EventBus bus = buses.started();
    bus.subscribe(Ping.class, Inbox.accepting());
    bus.emit(new Ping(1), delay(60_000, "later"));
    bus.emit(new Ping(2), delay(30_000, "sooner"));

    List<DelayedEvent> delayed = bus.admin().delayed(Buses.GROUP, 0, 10);

    assertThat(delayed)
        .extracting(event -> event.metadata().eventId())
        .containsExactly("sooner", "later");
    assertThat(delayed)
        .allSatisfy(
            event -> {
              assertThat(event.metadata().event()).isEqualTo(Ping.EVENT);
              assertThat(event.firstDelivery()).isTrue();
              assertThat(event.handler()).isEmpty();
              assertThat(event.attempts()).isZero();
            });
    assertThat(Duration.between(delayed.get(0).dueAt(), delayed.get(1).dueAt()))
        .isCloseTo(Duration.ofSeconds(30), Duration.ofSeconds(5));
  }

  @Test
  @Behaviour(24)
  default void cancelsUntilDueAndNotAfterwards(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    bus.emit(new Ping(1), delay(60_000, "cancelled"));
    bus.emit(new Ping(2), delay(200, "kept"));

    boolean cancelled = bus.admin().cancelDelayed(Buses.GROUP, "cancelled");
    boolean again = bus.admin().cancelDelayed(Buses.GROUP, "cancelled");
    inbox.awaitCall(1);

    assertThat(cancelled).isTrue();
    assertThat(again).isFalse();
    assertThat(bus.admin().cancelDelayed(Buses.GROUP, "kept")).isFalse();
    assertThat(bus.admin().cancelDelayed(Buses.GROUP, "unknown")).isFalse();
    assertThat(bus.admin().delayed(Buses.GROUP, 0, 10)).isEmpty();
    eventually(
        () -> {
          assertThat(bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT).cancelled()).isOne();
          assertThat(bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT).handled()).isOne();
        });
    assertThat(inbox.eventIds()).containsExactly("kept");
  }

  @Test
  @Behaviour(24)
  default void doesNotCancelWhatIsDueButWaitsForAResume(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    bus.admin().pause(Buses.GROUP, EventQueue.DEFAULT);
    bus.emit(new Ping(1), delay(50, "due"));
    eventually(
        () -> assertThat(bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT).ready()).isEqualTo(1));

    boolean cancelled = bus.admin().cancelDelayed(Buses.GROUP, "due");

    assertThat(cancelled).isFalse();
    bus.admin().resume(Buses.GROUP, EventQueue.DEFAULT);
    inbox.awaitCall(1);
  }

  @Test
  @Behaviour(24)
  default void listsRetriesAndDoesNotCancelThem(Buses buses) {
    EventBus bus = buses.started(buses.config().backoff(Backoff.fixed(Duration.ofSeconds(60))));
    bus.subscribe(
        Ping.EVENT, Ping.class, SubscribeOptions.builder().id("failing").build(), Inbox.failing());
    bus.emit(new Ping(1), EmitOptions.builder().eventId("retried").build());

    eventually(() -> assertThat(bus.admin().delayed(Buses.GROUP, 0, 10)).hasSize(1));

    DelayedEvent retry = bus.admin().delayed(Buses.GROUP, 0, 10).get(0);
    assertThat(retry.metadata().eventId()).isEqualTo("retried");
    assertThat(retry.firstDelivery()).isFalse();
    assertThat(retry.handler()).contains("failing");
    assertThat(retry.attempts()).isEqualTo(1);
    assertThat(bus.admin().cancelDelayed(Buses.GROUP, "retried")).isFalse();
    assertThat(bus.admin().delayed(Buses.GROUP, 0, 10)).hasSize(1);
  }

  @Test
  @Behaviour({17, 20})
  default void keepsTheDueTimeOfAnEventThatWaitsForAFirstGroup(Buses buses) {
    EventBus bus = buses.started();
    long before = System.nanoTime();
    bus.emit(new Ping(1), delay(400));
    Inbox<Ping> inbox = Inbox.accepting();

    bus.subscribe(Ping.class, inbox);

    within(SOON, () -> assertThat(inbox.calls()).hasSize(1));
    assertThat(Duration.ofNanos(inbox.calls().get(0).nanoTime() - before))
        .isGreaterThanOrEqualTo(Duration.ofMillis(400));
  }

  @Test
  @Behaviour(20)
  default void deliversManyDelayedEventsOnce(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);

    IntStream.rangeClosed(1, 10).forEach(i -> bus.emitAll(Ping.upTo(50), delay(i * 20L)));

    within(SOON, () -> assertThat(inbox.calls()).hasSize(500));
    eventually(
        () ->
            assertThat(bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT).handled())
                .isEqualTo(500));
    assertThat(inbox.eventIds()).doesNotHaveDuplicates();
  }
}
