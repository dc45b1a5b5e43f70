package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EmitOptions;
import dev.postbus.EmitReceipt;
import dev.postbus.EventBus;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What an event id of the caller promises. */
public interface DeduplicationContract extends Contract {

  private static void awaitHandled(EventBus bus, int count) {
    eventually(
        () ->
            assertThat(bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT).handled())
                .isEqualTo(count));
  }

  @Test
  @Behaviour(61)
  default void storesAnEventOfOneIdOnce(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    EmitOptions named = EmitOptions.builder().eventId("order-1").build();

    EmitReceipt first = bus.emit(new Ping(1), named);
    EmitReceipt second = bus.emit(new Ping(1), named);
    bus.emit(new Ping(2));

    assertThat(first.duplicate()).isFalse();
    assertThat(second.duplicate()).isTrue();
    assertThat(second.eventId()).isEqualTo("order-1");
    assertThat(second.groups()).isEqualTo(first.groups()).isEqualTo(1);
    awaitHandled(bus, 2);
    assertThat(inbox.payloads()).containsExactlyInAnyOrder(new Ping(1), new Ping(2));
  }

  @Test
  @Behaviour(61)
  default void storesAnEventOfOneIdOnceForAllInstances(Buses buses) {
    EventBus one = buses.started();
    EventBus other = buses.started(buses.config("other"));
    Inbox<Ping> inbox = Inbox.accepting();
    one.subscribe(Ping.class, inbox);
    EmitOptions named = EmitOptions.builder().eventId("order-1").build();

    List<CompletableFuture<EmitReceipt>> stages = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      stages.add((i % 2 == 0 ? one : other).emitAsync(new Ping(1), named).toCompletableFuture());
    }
    List<EmitReceipt> receipts = stages.stream().map(CompletableFuture::join).toList();

    assertThat(receipts).filteredOn(receipt -> !receipt.duplicate()).hasSize(1);
    assertThat(receipts).allSatisfy(receipt -> assertThat(receipt.groups()).isEqualTo(1));
    one.emit(new Ping(2));
    awaitHandled(one, 2);
    assertThat(inbox.payloads()).containsExactlyInAnyOrder(new Ping(1), new Ping(2));
  }

  @Test
  @Behaviour(61)
  default void takesAnIdAgainWhenTheWindowHasPassed(Buses buses) {
    EventBus bus = buses.started(buses.config().deduplicationWindow(Duration.ofMillis(300)));
    bus.subscribe(Ping.class, Inbox.accepting());
    EmitOptions named = EmitOptions.builder().eventId("order-1").build();

    bus.emit(new Ping(1), named);

    eventually(() -> assertThat(bus.emit(new Ping(1), named).duplicate()).isFalse());
  }
}
