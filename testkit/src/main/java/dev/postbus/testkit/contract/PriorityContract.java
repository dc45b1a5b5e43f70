package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventPriority;
import dev.postbus.EventQueue;
import dev.postbus.QueueSettings;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That no queue waits for another, and what order holds within one. */
public interface PriorityContract extends Contract {

  @Test
  @Behaviour(11)
  default void handlesAHighEventBesideAHugeBacklogOfLowOnes(Buses buses) {
    EventBus bus = buses.started();
    Gate gate = buses.gate();
    Inbox<Ping> high = Inbox.accepting();
    bus.subscribe("bulk", Ping.class, Inbox.waitingAt(gate));
    bus.subscribe("urgent", Ping.class, high);
    EmitOptions low = EmitOptions.builder().priority(EventPriority.LOW).build();
    for (int batch = 0; batch < 100; batch++) {
      bus.emitAll("bulk", Collections.nCopies(1_000, new Ping(batch)), low);
    }
    eventually(() -> assertThat(gate.waiting()).isEqualTo(5));

    bus.emit("urgent", new Ping(1), EmitOptions.builder().priority(EventPriority.HIGH).build());

    high.awaitCall(1);
    assertThat(gate.arrived()).isEqualTo(5);
    assertThat(bus.admin().counts(Buses.GROUP, EventQueue.LOW).emitted()).isEqualTo(100_000);
  }

  @Test
  @Behaviour(13)
  default void claimsInTheOrderOfEmission(Buses buses) {
    EventBus bus = buses.started(buses.config().queue(EventQueue.DEFAULT, QueueSettings.of(1, 3)));
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);

    for (Ping ping : Ping.upTo(200)) {
      bus.emit(ping);
    }

    eventually(() -> assertThat(inbox.calls()).hasSize(200));
    assertThat(inbox.payloads()).isEqualTo(Ping.upTo(200));
  }

  @Test
  @Behaviour(13)
  default void keepsTheOrderOfABacklogThatIsHandedBackAtAStop(Buses buses) {
    EventBus bus = buses.started(buses.config().queue(EventQueue.DEFAULT, QueueSettings.of(1, 3)));
    Gate gate = buses.gate();
    Inbox<Ping> inbox =
        Inbox.of(
            (ping, context) -> {
              if (ping.number() == 100) {
                gate.pass();
              }
            });
    bus.subscribe(Ping.class, inbox);
    bus.emitAll(Ping.upTo(200));
    eventually(() -> assertThat(gate.waiting()).isOne());

    Thread stopper = new Thread(() -> bus.stop(Eventually.PATIENCE));
    stopper.start();
    gate.open();
    eventually(() -> assertThat(stopper.isAlive()).isFalse());
    bus.start();

    eventually(() -> assertThat(inbox.calls()).hasSize(200));
    assertThat(inbox.payloads()).isEqualTo(Ping.upTo(200));
  }

  @Test
  @Behaviour(47)
  default void keepsOtherQueuesGoingWhileHandlersOfOneAreStuck(Buses buses) {
    EventBus bus = buses.started();
    Gate gate = buses.gate();
    Inbox<Map<String, Object>> others = Inbox.accepting();
    bus.subscribe("stuck", Ping.class, Inbox.waitingAt(gate));
    bus.subscribe("other", others);
    bus.emitAll(
        "stuck", Ping.upTo(50), EmitOptions.builder().priority(EventPriority.DEFAULT).build());
    eventually(() -> assertThat(gate.waiting()).isEqualTo(5));

    bus.emitAll("other", Ping.upTo(100), EmitOptions.builder().priority(EventPriority.LOW).build());
    bus.emitAll(
        "other", Ping.upTo(100), EmitOptions.builder().priority(EventPriority.HIGH).build());

    eventually(() -> assertThat(others.calls()).hasSize(200));
    assertThat(gate.waiting()).isEqualTo(5);
  }
}
