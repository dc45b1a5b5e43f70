package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static dev.postbus.testkit.contract.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.BusHealth;
import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventContext;
import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.QueueSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What start, stop and close promise. */
public interface LifecycleContract extends Contract {

  private static QueueCounts counts(EventBus bus) {
    return bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT);
  }

  @Test
  @Behaviour(51)
  default void finishesWhatRunsBeforeItStops(Buses buses) {
    EventBus bus = buses.started();
    Gate gate = buses.gate();
    bus.subscribe(Ping.class, Inbox.waitingAt(gate));
    bus.emit(new Ping(1));
    eventually(() -> assertThat(gate.waiting()).isOne());

    CompletableFuture<Boolean> stopped =
        CompletableFuture.supplyAsync(() -> bus.stop(Eventually.PATIENCE));
    throughout(Duration.ofMillis(100), () -> assertThat(stopped).isNotDone());
    gate.open();

    assertThat(stopped).succeedsWithin(Eventually.PATIENCE).isEqualTo(true);
    assertThat(counts(bus).handled()).isOne();
  }

  @Test
  @Behaviour(51)
  default void handsBackWhatHasNotBegun(Buses buses) {
    EventBus bus = buses.started(buses.config().queue(EventQueue.DEFAULT, QueueSettings.of(2, 3)));
    Gate gate = buses.gate();
    List<EventContext> running = new CopyOnWriteArrayList<>();
    Inbox<Ping> inbox =
        Inbox.of(
            (ping, context) -> {
              running.add(context);
              gate.pass();
            });
    bus.subscribe(Ping.class, inbox);
    bus.emitAll(Ping.upTo(10));
    eventually(() -> assertThat(gate.waiting()).isEqualTo(2));

    CompletableFuture<Boolean> stopped =
        CompletableFuture.supplyAsync(() -> bus.stop(Eventually.PATIENCE));
    // Before it has begun to stop, all may wait in the queue too.
    eventually(() -> assertThat(running).allMatch(EventContext::cancellationRequested));
    eventually(() -> assertThat(counts(bus).ready()).isEqualTo(8));
    gate.open();

    assertThat(stopped).succeedsWithin(Eventually.PATIENCE).isEqualTo(true);
    assertThat(inbox.calls()).hasSize(2);
    assertThat(counts(bus).handled()).isEqualTo(2);
    assertThat(counts(bus).ready()).isEqualTo(8);
    assertThat(counts(bus).inFlight()).isZero();
    bus.start();
    eventually(() -> assertThat(counts(bus).handled()).isEqualTo(10));
    assertThat(inbox.attempts()).containsOnly(1);
    assertThat(inbox.calls()).extracting(Inbox.Call::redelivered).containsOnly(false);
  }

  @Test
  @Behaviour(51)
  default void interruptsAndHandsBackWhatOutlivesTheDrainTime(Buses buses) {
    EventBus bus = buses.started();
    Gate gate = buses.gate();
    List<Boolean> cancelled = new CopyOnWriteArrayList<>();
    Inbox<Ping> inbox =
        Inbox.of(
            (ping, context) -> {
              try {
                gate.pass();
              } catch (InterruptedException interrupted) {
                cancelled.add(context.cancellationRequested());
                throw interrupted;
              }
            });
    bus.subscribe(Ping.class, inbox);
    bus.emit(new Ping(1));
    eventually(() -> assertThat(gate.waiting()).isOne());

    boolean finished = bus.stop(Duration.ofMillis(100));

    assertThat(finished).isFalse();
    eventually(() -> assertThat(cancelled).containsExactly(true));
    eventually(() -> assertThat(counts(bus).ready()).isOne());
    assertThat(counts(bus).inFlight()).isZero();
    gate.open();
    bus.start();
    Inbox.Call<Ping> again = inbox.awaitCall(2);
    assertThat(again.redelivered()).isTrue();
    assertThat(again.attempt()).isEqualTo(1);
    eventually(() -> assertThat(counts(bus).handled()).isOne());
  }

  @Test
  @Behaviour(51)
  default void stopsInBoundedTimeThoughAHandlerIsDeafToInterrupts(Buses buses) {
    EventBus bus = buses.started();
    Gate gate = buses.gate();
    Inbox<Ping> inbox = Inbox.of((ping, context) -> gate.passUninterruptibly());
    bus.subscribe(Ping.class, inbox);
    bus.emit(new Ping(1));
    eventually(() -> assertThat(gate.waiting()).isOne());

    CompletableFuture<Boolean> stopped =
        CompletableFuture.supplyAsync(() -> bus.stop(Duration.ofMillis(100)));

    assertThat(stopped).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(false);
    eventually(() -> assertThat(counts(bus).ready()).isOne());
    gate.open();
    bus.start();
    inbox.awaitCall(2);
    eventually(() -> assertThat(counts(bus).handled()).isOne());
  }

  @Test
  @Behaviour(52)
  default void startsStopsAndClosesInAnyOrder(Buses buses) {
    EventBus bus = buses.open();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);

    assertThat(bus.stop(Duration.ofSeconds(1))).isTrue();
    bus.start();
    bus.start();
    bus.emit(new Ping(1));
    inbox.awaitCall(1);
    assertThat(bus.stop(Eventually.PATIENCE)).isTrue();
    assertThat(bus.stop(Duration.ZERO)).isTrue();
    bus.emit(new Ping(2));
    throughout(Duration.ofMillis(100), () -> assertThat(inbox.calls()).hasSize(1));
    bus.start();
    inbox.awaitCall(2);
    bus.close();
    bus.close();

    assertThat(inbox.payloads()).isEqualTo(Ping.upTo(2));
  }

  @Test
  @Behaviour(52)
  default void startsStopsAndClosesFromManyThreadsAtOnce(Buses buses) {
    EventBus bus = buses.open();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    List<CompletableFuture<Void>> calls = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 30; i++) {
      Runnable call = i % 3 == 0 ? () -> bus.stop(Duration.ofSeconds(1)) : bus::start;
      calls.add(CompletableFuture.runAsync(call));
    }

    assertThat(CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new)))
        .succeedsWithin(Eventually.PATIENCE);

    bus.start();
    bus.emit(new Ping(1));
    inbox.awaitCall(1);
  }

  @Test
  @Behaviour(52)
  default void refusesEveryCallAfterClose(Buses buses) {
    EventBus bus = buses.started();
    EventBusAdmin admin = bus.admin();
    bus.close();

    List<ThrowingCallable> calls =
        List.of(
            bus::start,
            () -> bus.stop(Duration.ZERO),
            bus::admin,
            bus::health,
            () -> bus.emit(new Ping(1)),
            () -> bus.emitAsync("event", new Ping(1), EmitOptions.none()),
            () -> bus.emitAll(Ping.upTo(2)),
            () -> bus.subscribe(Ping.class, Inbox.accepting()),
            bus::runUntilShutdown,
            admin::groups);

    assertThat(calls)
        .allSatisfy(
            call ->
                assertThatThrownBy(call)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed"));
  }

  @Test
  @Behaviour(52)
  default void closesWhileEmitsAreUnderWay(Buses buses) {
    EventBus bus = buses.started();
    EventBus other = buses.started(buses.config("other"));
    other.subscribe(Ping.class, Inbox.accepting());
    List<CompletableFuture<?>> stages = new CopyOnWriteArrayList<>();
    for (Ping ping : Ping.upTo(500)) {
      stages.add(bus.emitAsync(ping).toCompletableFuture());
    }

    bus.close();

    eventually(() -> assertThat(stages).allSatisfy(stage -> assertThat(stage).isDone()));
    long stored = stages.stream().filter(stage -> !stage.isCompletedExceptionally()).count();
    eventually(
        () ->
            assertThat(other.admin().counts("other", EventQueue.DEFAULT).handled())
                .isGreaterThanOrEqualTo(stored));
  }

  @Test
  @Behaviour(52)
  default void isHealthyWhenStartedAndSaysWhenItIsNot(Buses buses) {
    EventBus bus = buses.open();
    assertThat(bus.health().status()).isEqualTo(BusHealth.Status.UP);

    bus.subscribe(Ping.class, Inbox.accepting());

    assertThat(bus.health().status()).isEqualTo(BusHealth.Status.DEGRADED);
    assertThat(bus.health().reasons()).singleElement().asString().contains("not started");
    bus.start();
    assertThat(bus.health().status()).isEqualTo(BusHealth.Status.UP);
    assertThat(bus.health().reasons()).isEmpty();
  }

  @Test
  @Behaviour(52)
  default void runsUntilItIsClosed(Buses buses) {
    EventBus bus = buses.open();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);

    CompletableFuture<Void> running = CompletableFuture.runAsync(bus::runUntilShutdown);
    eventually(() -> assertThat(bus.health().status()).isEqualTo(BusHealth.Status.UP));
    bus.emit(new Ping(1));
    inbox.awaitCall(1);

    assertThat(running).isNotDone();
    bus.close();
    assertThat(running).succeedsWithin(Eventually.PATIENCE);
  }

  @Test
  @Behaviour(53)
  default void leavesNoThreadBehind(Buses buses) {
    // The adapter's shared threads come with the first bus, and are not this one's.
    buses.started(buses.config("before")).close();
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    EventBus bus = buses.started(buses.config("threads"));
    bus.subscribe(Ping.class, Inbox.accepting());
    bus.emitAll(Ping.upTo(100));
    eventually(
        () ->
            assertThat(bus.admin().counts("threads", EventQueue.DEFAULT).handled()).isEqualTo(100));

    bus.close();

    eventually(
        () ->
            assertThat(
                    Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !before.contains(thread))
                        .map(Thread::getName)
                        .filter(name -> name.contains("postbus"))
                        .collect(Collectors.toSet()))
                .isEmpty());
  }

  @Test
  @Behaviour(53)
  default void keepsTheProcessAliveFromStartToStop(Buses buses) {
    EventBus bus = buses.open(buses.config("alive"));
    assertThat(keepers("alive")).isEmpty();

    bus.start();
    assertThat(keepers("alive")).isNotEmpty();

    bus.stop(Duration.ofSeconds(1));
    eventually(() -> assertThat(keepers("alive")).isEmpty());
  }

  private static List<Thread> keepers(String group) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains(group) && !thread.isDaemon())
        .toList();
  }
}
