package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.EmitException;
import dev.postbus.EmitOptions;
import dev.postbus.EmitReceipt;
import dev.postbus.EventBus;
import dev.postbus.EventQueue;
import dev.postbus.QueueSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What an emit promises. */
public interface EmitContract extends Contract {

  @Test
  @Behaviour(1)
  default void givesEachEventAnIdOfItsOwn(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);

    Set<String> ids = new HashSet<>();
    for (Ping ping : Ping.upTo(50)) {
      ids.add(bus.emit(ping).eventId());
    }
    bus.emitAll(Ping.upTo(50)).forEach(receipt -> ids.add(receipt.eventId()));

    assertThat(ids).hasSize(100).doesNotContainNull().doesNotContain("");
    eventually(() -> assertThat(inbox.eventIds()).containsExactlyInAnyOrderElementsOf(ids));
  }

  @Test
  @Behaviour(1)
  default void keepsTheIdOfTheCaller(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);

    EmitReceipt receipt = bus.emit(new Ping(1), EmitOptions.builder().eventId("ping-1").build());

    assertThat(receipt.eventId()).isEqualTo("ping-1");
    assertThat(receipt.duplicate()).isFalse();
    assertThat(inbox.awaitCall(1).metadata().eventId()).isEqualTo("ping-1");
  }

  @Test
  default void carriesTheFactsOfTheEvent(Buses buses) {
    EventBus bus = buses.started(buses.config().source("shop"));
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    Instant before = Instant.now();

    bus.emit(
        new Ping(1),
        EmitOptions.builder()
            .correlationId("request-7")
            .header("tenant", "blue \"ink\" ü")
            .header("traceparent", "00-4bf9-01")
            .build());

    Inbox.Call<Ping> call = inbox.awaitCall(1);
    assertThat(call.payload()).isEqualTo(new Ping(1));
    assertThat(call.metadata().event()).isEqualTo(Ping.EVENT);
    assertThat(call.metadata().source()).isEqualTo("shop");
    assertThat(call.metadata().queue()).isEqualTo(EventQueue.DEFAULT);
    assertThat(call.metadata().correlationId()).contains("request-7");
    assertThat(call.metadata().headers())
        .isEqualTo(Map.of("tenant", "blue \"ink\" ü", "traceparent", "00-4bf9-01"));
    assertThat(call.metadata().timestamp())
        .isBetween(before.minusMillis(1), Instant.now().plusMillis(1));
  }

  @Test
  @Behaviour(2)
  default void deliversWhatWasEmittedBeforeTheStart(Buses buses) {
    EventBus bus = buses.open();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    bus.emitAll(Ping.upTo(20));

    bus.start();

    eventually(
        () -> assertThat(inbox.payloads()).containsExactlyInAnyOrderElementsOf(Ping.upTo(20)));
  }

  @Test
  @Behaviour(4)
  default void keepsTheOrderOfEmitAll(Buses buses) {
    EventBus bus = buses.started(buses.config().queue(EventQueue.DEFAULT, QueueSettings.of(1, 3)));
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    List<Ping> pings = Ping.upTo(1_500);

    List<EmitReceipt> receipts = bus.emitAll(pings);

    eventually(() -> assertThat(inbox.payloads()).hasSameSizeAs(pings));
    assertThat(inbox.payloads()).isEqualTo(pings);
    assertThat(inbox.eventIds()).isEqualTo(receipts.stream().map(EmitReceipt::eventId).toList());
  }

  @Test
  @Behaviour(4)
  default void emitsNothingForAnEmptyList(Buses buses) {
    EventBus bus = buses.started();

    assertThat(bus.emitAll(List.of())).isEmpty();
    assertThat(bus.emitAll("anything", List.of())).isEmpty();
  }

  @Test
  @Behaviour(5)
  default void saysHowManyGroupsAnEventWasHandedTo(Buses buses) {
    EventBus first = buses.started(buses.config("first"));
    EventBus second = buses.started(buses.config("second"));

    int before = first.emit(new Ping(1)).groups();
    first.subscribe(Ping.class, Inbox.accepting());
    int withOne = first.emit(new Ping(2)).groups();
    second.subscribe(Ping.class, Inbox.accepting());
    int withTwo = first.emit(new Ping(3)).groups();

    assertThat(List.of(before, withOne, withTwo)).containsExactly(0, 1, 2);
  }

  @Test
  @Behaviour(5)
  default void refusesWhatCannotBeStoredNamingTheEvents(Buses buses) {
    EventBus bus = buses.started(buses.config().unclaimedLimit(2));
    bus.emit(new Ping(1));
    EmitOptions named = EmitOptions.builder().eventId("too-many").build();

    bus.emit(new Ping(2));

    assertThatThrownBy(() -> bus.emit(new Ping(3), named))
        .isInstanceOfSatisfying(
            EmitException.class,
            failure -> {
              assertThat(failure).hasMessageContainingAll("too-many", Ping.EVENT, "2");
              assertThat(failure.outcomes())
                  .isEqualTo(Map.of("too-many", EmitException.Outcome.NOT_STORED));
            });
    assertThat(bus.emitAsync(new Ping(4), named))
        .failsWithin(Eventually.PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(EmitException.class);
  }

  @Test
  @Behaviour(5)
  default void saysWhichEventsOfAListAreStored(Buses buses) {
    EventBus bus = buses.started(buses.config().unclaimedLimit(2));

    assertThatThrownBy(() -> bus.emitAll(Ping.upTo(3)))
        .isInstanceOfSatisfying(
            EmitException.class,
            failure ->
                assertThat(failure.outcomes().values())
                    .containsExactly(
                        EmitException.Outcome.STORED,
                        EmitException.Outcome.STORED,
                        EmitException.Outcome.NOT_STORED));

    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    eventually(
        () -> assertThat(inbox.payloads()).containsExactlyInAnyOrderElementsOf(Ping.upTo(2)));
  }

  @Test
  @Behaviour(6)
  default void emitsWithinAHandler(Buses buses) {
    EventBus bus = buses.started(buses.config().queue(EventQueue.DEFAULT, QueueSettings.of(1, 3)));
    Inbox<Map<String, Object>> second = Inbox.accepting();
    bus.subscribe("second", second);
    bus.subscribe(Ping.class, (ping, context) -> bus.emit("second", ping));

    bus.emit(new Ping(7));

    assertThat(second.awaitCall(1).payload()).containsEntry("number", 7);
  }

  @Test
  @Behaviour(6)
  default void emitsWithinAHandlerWhileTheBusDrains(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Map<String, Object>> second = Inbox.accepting();
    bus.subscribe("second", second);
    Inbox<Ping> first =
        Inbox.of(
            (ping, context) -> {
              eventually(() -> assertThat(context.cancellationRequested()).isTrue());
              bus.emit("second", ping);
            });
    bus.subscribe(Ping.class, first);
    bus.emit(new Ping(7));
    first.awaitCall(1);

    boolean finished = bus.stop(Eventually.PATIENCE);

    assertThat(finished).isTrue();
    assertThat(second.calls()).isEmpty();
    bus.start();
    second.awaitCall(1);
  }

  @Test
  @Behaviour(8)
  default void takesTenThousandEmitsAtOnce(Buses buses) {
    EventBus bus = buses.started();
    Set<Integer> handled = ConcurrentHashMap.newKeySet();
    bus.subscribe(Ping.class, (ping, context) -> handled.add(ping.number()));

    List<CompletableFuture<EmitReceipt>> stages = new ArrayList<>();
    for (Ping ping : Ping.upTo(10_000)) {
      stages.add(bus.emitAsync(ping).toCompletableFuture());
    }

    assertThat(CompletableFuture.allOf(stages.toArray(CompletableFuture<?>[]::new)))
        .succeedsWithin(Eventually.PATIENCE);
    eventually(() -> assertThat(handled).hasSize(10_000));
  }

  @Test
  @Behaviour(8)
  default void takesEmitsOfManyThreads(Buses buses) throws InterruptedException {
    EventBus bus = buses.started();
    Set<Integer> handled = ConcurrentHashMap.newKeySet();
    bus.subscribe(Ping.class, (ping, context) -> handled.add(ping.number()));
    List<Thread> threads = new ArrayList<>();
    for (int thread = 0; thread < 32; thread++) {
      int first = thread * 50;
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < 50; i++) {
                  bus.emit(new Ping(first + i));
                }
              }));
    }

    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join(Eventually.PATIENCE.toMillis());
    }

    eventually(() -> assertThat(handled).hasSize(32 * 50));
  }

  @Test
  default void mayBlockInTheStageOfAnEmit(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);

    CompletionStage<EmitReceipt> second =
        bus.emitAsync(new Ping(1)).thenApply(receipt -> bus.emit(new Ping(2)));

    assertThat(second.toCompletableFuture()).succeedsWithin(Eventually.PATIENCE);
    eventually(
        () -> assertThat(inbox.payloads()).containsExactlyInAnyOrder(new Ping(1), new Ping(2)));
  }
}
