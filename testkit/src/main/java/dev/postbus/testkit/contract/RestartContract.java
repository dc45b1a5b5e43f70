package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static dev.postbus.testkit.contract.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.Backoff;
import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.SubscribeOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What survives the end of everybody, and a crash of a store that writes to disk at once. */
public interface RestartContract extends Contract {

  @Override
  RestartableBusFixture newFixture();

  private static QueueCounts counts(EventBus bus) {
    return bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT);
  }

  private static SubscribeOptions stable() {
    return SubscribeOptions.builder().id("stable").build();
  }

  @Test
  @Behaviour(16)
  default void keepsEventsWhileGroupAndStoreAreDown(RestartableBuses buses) {
    EventBus before = buses.open();
    before.subscribe(Ping.EVENT, Ping.class, stable(), Inbox.accepting());
    before.start();
    before.close();
    EventBus emitter = buses.started(buses.config("emitter"));
    emitter.emitAll(Ping.upTo(30));
    emitter.emit("unclaimed", new Ping(31));
    emitter.close();

    buses.restartStore();
    EventBus after = buses.open();
    Inbox<Ping> inbox = Inbox.accepting();
    after.subscribe(Ping.EVENT, Ping.class, stable(), inbox);
    after.subscribe("unclaimed", Ping.class, inbox);
    after.start();

    eventually(
        () -> assertThat(inbox.payloads()).containsExactlyInAnyOrderElementsOf(Ping.upTo(31)));
  }

  @Test
  @Behaviour(23)
  default void deliversWhatIsDueAfterARestartOfTheStoreWithoutNewTraffic(RestartableBuses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    long before = System.nanoTime();
    bus.emit(new Ping(1), EmitOptions.builder().delay(Duration.ofMillis(1_500)).build());

    buses.restartStore();

    long waited = inbox.awaitCall(1).nanoTime() - before;
    assertThat(Duration.ofNanos(waited)).isGreaterThanOrEqualTo(Duration.ofMillis(1_500));
  }

  @Test
  @Behaviour(23)
  default void retriesWhatHadFailedBeforeARestartOfTheStore(RestartableBuses buses) {
    Transitions transitions = new Transitions();
    EventBus bus =
        buses.started(
            buses.config().backoff(Backoff.fixed(Duration.ofMillis(1_000))).listener(transitions));
    Inbox<Ping> inbox = Inbox.failingUntilAttempt(2);
    bus.subscribe(Ping.class, inbox);
    bus.emit(new Ping(1));
    eventually(() -> assertThat(transitions.of(Transitions.Kind.RETRIED)).hasSize(1));

    buses.restartStore();

    inbox.awaitCall(2);
    eventually(() -> assertThat(counts(bus).handled()).isOne());
    assertThat(inbox.attempts()).containsExactly(1, 2);
  }

  @Test
  @Behaviour(49)
  default void keepsAPauseOverARestartOfEverything(RestartableBuses buses) {
    EventBus before = buses.open();
    before.subscribe(Ping.EVENT, Ping.class, stable(), Inbox.accepting());
    before.start();
    before.admin().pause(Buses.GROUP, EventQueue.DEFAULT);
    before.emit(new Ping(1));
    before.close();

    buses.restartStore();
    EventBus after = buses.open();
    Inbox<Ping> inbox = Inbox.accepting();
    after.subscribe(Ping.EVENT, Ping.class, stable(), inbox);
    after.start();

    throughout(Duration.ofMillis(200), () -> assertThat(inbox.calls()).isEmpty());
    assertThat(after.admin().paused(Buses.GROUP, EventQueue.DEFAULT)).isTrue();
    after.admin().resume(Buses.GROUP, EventQueue.DEFAULT);
    inbox.awaitCall(1);
  }

  @Test
  default void keepsDeadLettersAndCountsOverARestartOfTheStore(RestartableBuses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.failing();
    bus.subscribe(Ping.class, inbox);
    bus.emitAll(Ping.upTo(5), EmitOptions.builder().attempts(1).build());
    eventually(() -> assertThat(counts(bus).dead()).isEqualTo(5));
    QueueCounts before = counts(bus);

    buses.restartStore();

    eventually(() -> assertThat(counts(bus)).isEqualTo(before));
    assertThat(bus.admin().deadLetters(Buses.GROUP, 0, 10)).hasSize(5);
  }

  @Test
  default void goesOnByItselfAfterARestartOfTheStore(RestartableBuses buses) {
    EventBus bus = buses.started();
    Gate gate = buses.gate();
    Inbox<Ping> inbox =
        Inbox.of(
            (ping, context) -> {
              if (ping.number() == 1) {
                gate.pass();
              }
            });
    bus.subscribe(Ping.class, inbox);
    bus.emit(new Ping(1));
    eventually(() -> assertThat(gate.waiting()).isOne());

    buses.restartStore();
    gate.open();
    bus.emit(new Ping(2));

    eventually(() -> assertThat(counts(bus).handled()).isEqualTo(2));
    assertThat(counts(bus).emitted()).isEqualTo(2);
  }
}
