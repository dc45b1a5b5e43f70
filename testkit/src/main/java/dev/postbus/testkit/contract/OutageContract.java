package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static dev.postbus.testkit.contract.Eventually.throughout;
import static dev.postbus.testkit.contract.Transitions.Kind.STORE_AWAY;
import static dev.postbus.testkit.contract.Transitions.Kind.STORE_BACK;
import static dev.postbus.testkit.contract.Transitions.Kind.STORE_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.BusHealth;
import dev.postbus.EmitException;
import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.engine.EngineSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What happens while the store is away, and when it is back. */
public interface OutageContract extends Contract {

  @Override
  RestartableBusFixture newFixture();

  @Test
  @Behaviour({7, 56})
  default void failsAnEmitSoonAndTakesItsRepeatWhenTheStoreIsBack(RestartableBuses buses) {
    Duration limit = Duration.ofSeconds(1);
    Transitions transitions = new Transitions();
    EventBus bus =
        buses.started(
            buses.config().listener(transitions), EngineSettings.defaults().withEmitTimeout(limit));
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    EmitOptions once = EmitOptions.builder().eventId("ping-once").build();

    buses.stopStore();
    long before = System.nanoTime();
    assertThatThrownBy(() -> bus.emit(new Ping(1), once))
        .isInstanceOf(EmitException.class)
        .hasMessageContaining("ping-once");
    Duration took = Duration.ofNanos(System.nanoTime() - before);
    assertThat(took).isLessThan(Duration.ofSeconds(10));

    buses.startStore();
    eventually(() -> bus.emit(new Ping(1), once));
    bus.emit(new Ping(2));
    eventually(
        () -> assertThat(inbox.payloads()).containsExactlyInAnyOrderElementsOf(Ping.upTo(2)));
    eventually(
        () -> assertThat(transitions.of(STORE_BACK)).hasSameSizeAs(transitions.of(STORE_AWAY)));
    assertThat(transitions.of(STORE_AWAY)).isNotEmpty();
    assertThat(transitions.of(STORE_FAILED))
        .hasSizeGreaterThanOrEqualTo(transitions.of(STORE_AWAY).size())
        .allSatisfy(failed -> assertThat(failed.text()).isNotBlank());
  }

  @Test
  @Behaviour(62)
  default void chargesNoAttemptForAnOutageLongerThanTheLease(RestartableBuses buses) {
    Duration lease = Duration.ofMillis(500);
    Gate gate = buses.gate();
    Inbox<Ping> inbox = Inbox.waitingAt(gate);
    EventBus bus = buses.started(buses.config().leaseTimeout(lease));
    bus.subscribe(Ping.class, inbox);
    EventBus other = buses.started(buses.config().leaseTimeout(lease));
    other.subscribe(Ping.class, inbox);
    EmitOptions.Builder single = EmitOptions.builder().attempts(1);
    bus.emitAll(Ping.upTo(29), single.build());
    bus.emit(new Ping(30), single.delay(lease).build());
    int slots = 2 * 5;
    eventually(() -> assertThat(gate.waiting()).isEqualTo(slots));

    buses.stopStore();
    throughout(lease.multipliedBy(3), () -> assertThat(gate.waiting()).isEqualTo(slots));
    gate.open();
    buses.startStore();

    eventually(
        () -> {
          QueueCounts counts = bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT);
          assertThat(counts.handled() + counts.dead()).isEqualTo(30);
        });
    assertThat(bus.admin().deadLetters(Buses.GROUP, 0, 30)).isEmpty();
    assertThat(inbox.payloads()).containsAll(Ping.upTo(30));
    assertThat(inbox.attempts()).containsOnly(1);
    eventually(() -> assertThat(bus.health().status()).isEqualTo(BusHealth.Status.UP));
  }
}
