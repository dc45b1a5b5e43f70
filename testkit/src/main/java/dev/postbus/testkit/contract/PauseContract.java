package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static dev.postbus.testkit.contract.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventPriority;
import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What pausing a queue promises. */
public interface PauseContract extends Contract {

  private static QueueCounts counts(EventBus bus) {
    return bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT);
  }

  @Test
  @Behaviour(49)
  default void holdsForAllInstancesWhileEmitGoesOn(Buses buses) {
    EventBus one = buses.started();
    EventBus two = buses.started();
    Inbox<Ping> inOne = Inbox.accepting();
    Inbox<Ping> inTwo = Inbox.accepting();
    one.subscribe(Ping.class, inOne);
    two.subscribe(Ping.class, inTwo);

    one.admin().pause(Buses.GROUP, EventQueue.DEFAULT);
    two.emitAll(Ping.upTo(10));

    assertThat(two.admin().paused(Buses.GROUP, EventQueue.DEFAULT)).isTrue();
    throughout(
        Duration.ofMillis(150),
        () -> {
          assertThat(inOne.calls()).isEmpty();
          assertThat(inTwo.calls()).isEmpty();
        });
    assertThat(counts(one).ready()).isEqualTo(10);
  }

  @Test
  @Behaviour(50)
  default void flowsAgainAfterResumeWithoutANewEvent(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    bus.admin().pause(Buses.GROUP, EventQueue.DEFAULT);
    bus.emitAll(Ping.upTo(10));
    throughout(Duration.ofMillis(100), () -> assertThat(inbox.calls()).isEmpty());

    bus.admin().resume(Buses.GROUP, EventQueue.DEFAULT);

    Eventually.within(Duration.ofSeconds(10), () -> assertThat(inbox.calls()).hasSize(10));
    assertThat(bus.admin().paused(Buses.GROUP, EventQueue.DEFAULT)).isFalse();
  }

  @Test
  @Behaviour(49)
  default void letsRunningHandlersFinish(Buses buses) {
    EventBus bus = buses.started();
    Gate gate = buses.gate();
    bus.subscribe(Ping.class, Inbox.waitingAt(gate));
    bus.emitAll(Ping.upTo(20));
    eventually(() -> assertThat(gate.waiting()).isEqualTo(5));

    bus.admin().pause(Buses.GROUP, EventQueue.DEFAULT);
    gate.open();

    eventually(() -> assertThat(counts(bus).handled()).isEqualTo(5));
    throughout(Duration.ofMillis(150), () -> assertThat(counts(bus).handled()).isEqualTo(5));
    assertThat(counts(bus).ready()).isEqualTo(15);
    bus.admin().resume(Buses.GROUP, EventQueue.DEFAULT);
    eventually(() -> assertThat(counts(bus).handled()).isEqualTo(20));
  }

  @Test
  @Behaviour(49)
  default void pausesOneQueueAndNoOther(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    bus.admin().pause(Buses.GROUP, EventQueue.DEFAULT);

    bus.emit(new Ping(1));
    bus.emit(new Ping(2), EmitOptions.builder().priority(EventPriority.LOW).build());
    bus.emit(new Ping(3), EmitOptions.builder().priority(EventPriority.HIGH).build());

    eventually(
        () -> assertThat(inbox.payloads()).containsExactlyInAnyOrder(new Ping(2), new Ping(3)));
    assertThat(counts(bus).ready()).isOne();
  }

  @Test
  @Behaviour(49)
  default void pausesTheQueueOfOneGroupAndNoOther(Buses buses) {
    EventBus paused = buses.started(buses.config("paused"));
    EventBus open = buses.started(buses.config("open"));
    Inbox<Ping> inPaused = Inbox.accepting();
    Inbox<Ping> inOpen = Inbox.accepting();
    paused.subscribe(Ping.class, inPaused);
    open.subscribe(Ping.class, inOpen);

    open.admin().pause("paused", EventQueue.DEFAULT);
    open.emit(new Ping(1));

    inOpen.awaitCall(1);
    throughout(Duration.ofMillis(100), () -> assertThat(inPaused.calls()).isEmpty());
  }

  @Test
  @Behaviour(49)
  default void holdsForAGroupThatStartsLater(Buses buses) {
    EventBus bus = buses.open();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);

    bus.admin().pause(Buses.GROUP, EventQueue.DEFAULT);
    bus.start();
    bus.emit(new Ping(1));

    assertThat(bus.admin().paused(Buses.GROUP, EventQueue.DEFAULT)).isTrue();
    throughout(Duration.ofMillis(150), () -> assertThat(inbox.calls()).isEmpty());
    bus.admin().resume(Buses.GROUP, EventQueue.DEFAULT);
    inbox.awaitCall(1);
  }

  @Test
  @Behaviour(49)
  default void survivesAStopAndStart(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    bus.admin().pause(Buses.GROUP, EventQueue.DEFAULT);
    bus.emit(new Ping(1));

    bus.stop(Duration.ofSeconds(1));
    bus.start();

    throughout(Duration.ofMillis(150), () -> assertThat(inbox.calls()).isEmpty());
    bus.admin().resume(Buses.GROUP, EventQueue.DEFAULT);
    inbox.awaitCall(1);
  }
}
