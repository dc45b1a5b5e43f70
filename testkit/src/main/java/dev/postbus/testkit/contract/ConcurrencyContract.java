package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static dev.postbus.testkit.contract.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventPriority;
import dev.postbus.EventQueue;
import dev.postbus.QueueSettings;
import dev.postbus.SubscribeOptions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How many handlers run at once. */
public interface ConcurrencyContract extends Contract {

  @Test
  @Behaviour(46)
  default void runsAsManyAsConfiguredAndNeverMore(Buses buses) {
    EventBus bus =
        buses.started(
            buses
                .config()
                .queue(EventQueue.HIGH, QueueSettings.of(2, 3))
                .queue(EventQueue.LOW, QueueSettings.of(7, 3)));
    Map<EventPriority, Gate> gates =
        Map.of(
            EventPriority.HIGH, buses.gate(),
            EventPriority.DEFAULT, buses.gate(),
            EventPriority.LOW, buses.gate());
    gates.forEach(
        (priority, gate) -> {
          String event = "for." + priority;
          bus.subscribe(event, Ping.class, Inbox.waitingAt(gate));
          bus.emitAll(event, Ping.upTo(30), EmitOptions.builder().priority(priority).build());
        });

    eventually(() -> assertWaiting(gates));
    throughout(Duration.ofMillis(200), () -> assertWaiting(gates));
  }

  private static void assertWaiting(Map<EventPriority, Gate> gates) {
    assertThat(gates.get(EventPriority.HIGH).waiting()).isEqualTo(2);
    assertThat(gates.get(EventPriority.DEFAULT).waiting()).isEqualTo(5);
    assertThat(gates.get(EventPriority.LOW).waiting()).isEqualTo(7);
  }

  @Test
  @Behaviour(46)
  default void countsRunsOfHandlersNotEvents(Buses buses) {
    EventBus bus = buses.started(buses.config().queue(EventQueue.DEFAULT, QueueSettings.of(3, 3)));
    Gate gate = buses.gate();
    for (int handler = 1; handler <= 4; handler++) {
      bus.subscribe(
          Ping.EVENT,
          Ping.class,
          SubscribeOptions.builder().id("handler-" + handler).build(),
          Inbox.waitingAt(gate));
    }

    bus.emitAll(Ping.upTo(5));

    eventually(() -> assertThat(gate.waiting()).isEqualTo(3));
    throughout(Duration.ofMillis(150), () -> assertThat(gate.waiting()).isEqualTo(3));
    gate.open();
    eventually(
        () ->
            assertThat(bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT).handled())
                .isEqualTo(20));
  }

  @Test
  @Behaviour(46)
  default void isSerialWithAConcurrencyOfOne(Buses buses) {
    EventBus bus = buses.started(buses.config().queue(EventQueue.DEFAULT, QueueSettings.of(1, 3)));
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Inbox<Ping> inbox =
        Inbox.of(
            (ping, context) -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              Thread.onSpinWait();
              running.decrementAndGet();
            });
    bus.subscribe(Ping.class, inbox);

    bus.emitAll(Ping.upTo(500));

    eventually(
        () ->
            assertThat(bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT).handled())
                .isEqualTo(500));
    assertThat(most).hasValue(1);
  }
}
