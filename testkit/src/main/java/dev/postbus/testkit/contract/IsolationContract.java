package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventBus;
import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.SubscribeOptions;
import org.junit.jupiter.api.Test;

/** That several handlers of one event do not disturb each other. */
public interface IsolationContract extends Contract {

  private static SubscribeOptions id(String id) {
    return SubscribeOptions.builder().id(id).build();
  }

  private static QueueCounts counts(EventBus bus) {
    return bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT);
  }

  @Test
  @Behaviour(32)
  default void runsOnlyTheFailingHandlerAgain(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> good = Inbox.accepting();
    Inbox<Ping> bad = Inbox.failingUntilAttempt(3);
    Inbox<Ping> alsoGood = Inbox.accepting();
    bus.subscribe(Ping.EVENT, Ping.class, id("good"), good);
    bus.subscribe(Ping.EVENT, Ping.class, id("bad"), bad);
    bus.subscribe("ping.*", Ping.class, id("also.good"), alsoGood);

    bus.emit(new Ping(1));

    eventually(() -> assertThat(counts(bus).handled()).isEqualTo(3));
    assertThat(bad.attempts()).containsExactly(1, 2, 3);
    assertThat(good.attempts()).containsExactly(1);
    assertThat(alsoGood.attempts()).containsExactly(1);
  }

  @Test
  @Behaviour(32)
  default void retriesAHandlerWhileAnotherStillRuns(Buses buses) {
    EventBus bus = buses.started();
    Gate gate = buses.gate();
    Inbox<Ping> slow = Inbox.waitingAt(gate);
    Inbox<Ping> bad = Inbox.failingUntilAttempt(3);
    bus.subscribe(Ping.EVENT, Ping.class, id("slow"), slow);
    bus.subscribe(Ping.EVENT, Ping.class, id("bad"), bad);

    bus.emit(new Ping(1));

    eventually(() -> assertThat(bad.attempts()).containsExactly(1, 2, 3));
    eventually(() -> assertThat(gate.waiting()).isOne());
    eventually(() -> assertThat(counts(bus).handled()).isOne());
    assertThat(counts(bus).inFlight()).isOne();
    gate.open();
    eventually(() -> assertThat(counts(bus).handled()).isEqualTo(2));
    assertThat(slow.calls()).hasSize(1);
  }

  @Test
  @Behaviour(32)
  default void buriesOneHandlersDeliveryAndHandlesTheOthers(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> good = Inbox.accepting();
    bus.subscribe(Ping.EVENT, Ping.class, id("good"), good);
    bus.subscribe(Ping.EVENT, Ping.class, id("bad"), Inbox.failing());

    bus.emitAll(Ping.upTo(10));

    eventually(
        () -> {
          assertThat(counts(bus).handled()).isEqualTo(10);
          assertThat(counts(bus).dead()).isEqualTo(10);
        });
    assertThat(bus.admin().deadLetters(Buses.GROUP, 0, 100))
        .hasSize(10)
        .allSatisfy(letter -> assertThat(letter.handler()).isEqualTo("bad"));
    assertThat(good.calls()).hasSize(10);
  }
}
