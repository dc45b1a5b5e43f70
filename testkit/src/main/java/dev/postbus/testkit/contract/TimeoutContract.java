package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static dev.postbus.testkit.contract.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.Backoff;
import dev.postbus.BusHealth;
import dev.postbus.EventBus;
import dev.postbus.EventQueue;
import dev.postbus.QueueSettings;
import dev.postbus.SubscribeOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a handler's timeout promises. */
public interface TimeoutContract extends Contract {

  private static SubscribeOptions timeout(int attempts) {
    return timeout(attempts, Duration.ofMillis(100));
  }

  private static SubscribeOptions timeout(int attempts, Duration timeout) {
    return SubscribeOptions.builder()
        .id("slow")
        .attempts(attempts)
        .backoff(Backoff.none())
        .timeout(timeout)
        .build();
  }

  @Test
  @Behaviour(30)
  default void failsTheAttemptAndInterruptsTheHandler(Buses buses) {
    EventBus bus = buses.started();
    Gate gate = buses.gate();
    List<Boolean> cancellations = new CopyOnWriteArrayList<>();
    Inbox<Ping> inbox =
        Inbox.of(
            (ping, context) -> {
              try {
                gate.pass();
              } finally {
                cancellations.add(context.cancellationRequested());
              }
            });
    bus.subscribe(Ping.EVENT, Ping.class, timeout(2), inbox);

    bus.emit(new Ping(1));

    eventually(() -> assertThat(bus.admin().deadLetters(Buses.GROUP, 0, 10)).hasSize(1));
    assertThat(inbox.attempts()).containsExactly(1, 2);
    assertThat(cancellations).containsExactly(true, true);
    assertThat(bus.admin().deadLetters(Buses.GROUP, 0, 10).get(0).reason())
        .contains("Timeout", "0.1");
  }

  @Test
  @Behaviour(30)
  default void holdsSlotAndRetryUntilTheHandlerHasReturned(Buses buses) {
    EventBus bus = buses.started(buses.config().queue(EventQueue.DEFAULT, QueueSettings.of(1, 3)));
    Gate gate = buses.gate();
    Inbox<Ping> deaf =
        Inbox.of(
            (ping, context) -> {
              if (context.attempt() == 1) {
                gate.passUninterruptibly();
              }
            });
    Inbox<Ping> next = Inbox.accepting();
    bus.subscribe("deaf", Ping.class, timeout(2), deaf);
    bus.subscribe("next", Ping.class, next);

    bus.emit("deaf", new Ping(1));
    deaf.awaitCall(1);
    bus.emit("next", new Ping(2));

    eventually(() -> assertThat(bus.health().status()).isEqualTo(BusHealth.Status.DEGRADED));
    assertThat(bus.health().reasons())
        .singleElement()
        .satisfies(reason -> assertThat(reason).contains("slow"));
    throughout(
        Duration.ofMillis(200),
        () -> {
          assertThat(deaf.calls()).hasSize(1);
          assertThat(next.calls()).isEmpty();
        });
    gate.open();
    eventually(() -> assertThat(deaf.attempts()).containsExactly(1, 2));
    next.awaitCall(1);
    eventually(() -> assertThat(bus.health().status()).isEqualTo(BusHealth.Status.UP));
  }

  @Test
  @Behaviour(30)
  default void leavesAHandlerAloneThatReturnsInTime(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.EVENT, Ping.class, timeout(2, Duration.ofSeconds(10)), inbox);

    bus.emitAll(Ping.upTo(100));

    eventually(
        () ->
            assertThat(bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT).handled())
                .isEqualTo(100));
    assertThat(inbox.calls()).hasSize(100);
  }

  @Test
  @Behaviour(30)
  default void failsAnAsynchronousAttemptThatRanTooLong(Buses buses) {
    EventBus bus = buses.started();
    CompletableFuture<String> first = new CompletableFuture<>();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribeAsync(
        Ping.EVENT,
        Ping.class,
        // One that takes long to start again may also run too long.
        timeout(10),
        (ping, context) -> {
          inbox.handle(ping, context);
          return context.attempt() == 1 ? first : CompletableFuture.completedFuture("done");
        });

    bus.emit(new Ping(1));
    eventually(() -> assertThat(bus.health().status()).isEqualTo(BusHealth.Status.DEGRADED));
    assertThat(inbox.calls()).hasSize(1);
    first.complete("too late");

    eventually(
        () -> assertThat(bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT).handled()).isOne());
    assertThat(inbox.attempts()).startsWith(1, 2);
  }
}
