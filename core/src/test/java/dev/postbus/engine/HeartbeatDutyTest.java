package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventBusException;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loop of the fixture does not run; the duty's passes are called by hand. */
class HeartbeatDutyTest {

  private static final Duration LEASE = Duration.ofSeconds(9);
  private static final Duration BEAT = Duration.ofSeconds(3);

  private final LoopFixture bus = new LoopFixture(Runnable::run);
  private final RecoveryDuty recovery =
      new RecoveryDuty("shop", bus.sessions, bus.listener, bus.watch);
  private final HeartbeatDuty duty =
      new HeartbeatDuty(
          LEASE, bus.sessions, bus.registry, bus.time, bus.watch, bus.pauses, bus.loops, recovery);
  private FakeConsumer consumer;

  @BeforeEach
  void register() {
    bus.handler((payload, context) -> null);
    bus.sessions.open(queue -> {});
    consumer = bus.consumers.get(0);
  }

  private void lastLeaseRunsOutIn(Duration expiry) {
    consumer.onHeartbeat = () -> FakeConsumer.expiry(expiry);
  }

  @Test
  void withoutARegistrationThereIsNothingToRenew() {
    bus.sessions.lost(bus.sessions.current());

    assertThat(duty.runOnce()).isZero();
    assertThat(consumer.heartbeats).isEmpty();
  }

  @Test
  void itAdvertisesTheBoundHandlersOfThisInstanceThreeTimesPerLease() {
    bus.registry.bound(bus.registry.bindings());
    assertThat(duty.runOnce()).isEqualTo(1);
    bus.registry.add(List.of(TestRuns.handler("audit", Map.class, (payload, context) -> null)));
    duty.runOnce();
    bus.registry.bound(bus.registry.bindings());
    duty.runOnce();

    assertThat(consumer.heartbeats)
        .containsExactly(Set.of("mail"), Set.of("mail"), Set.of("mail", "audit"));
    assertThat(duty.pause()).isEqualTo(BEAT);
    assertThat(duty.name()).isEqualTo("heartbeat");
  }

  @Test
  void itRecoversFromTheDeadWhenTheStoreSaysThatThereAreSome() {
    lastLeaseRunsOutIn(Duration.ofSeconds(1));
    duty.runOnce();
    assertThat(consumer.recoveries).hasValue(0);

    lastLeaseRunsOutIn(Duration.ZERO);
    duty.runOnce();

    assertThat(consumer.recoveries).hasValue(1);
  }

  @Test
  void theNextPassComesJustAfterSomebodysLeaseRunsOut() {
    lastLeaseRunsOutIn(Duration.ofMillis(1_200));
    duty.runOnce();
    assertThat(duty.pause()).isEqualTo(Duration.ofMillis(1_210));

    lastLeaseRunsOutIn(Duration.ofSeconds(8));
    duty.runOnce();
    assertThat(duty.pause()).isEqualTo(BEAT);

    lastLeaseRunsOutIn(Duration.ofNanos(1));
    duty.runOnce();
    assertThat(duty.pause()).as("not in a busy loop").isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void aStoreThatDoesNotAnswerIsAskedAgainSoon() {
    consumer.onHeartbeat =
        () -> CompletableFuture.failedStage(new EventBusException("no connection"));

    assertThat(duty.runOnce()).isZero();

    assertThat(duty.pause()).isEqualTo(Duration.ofMillis(900));
    assertThat(bus.watch.problem()).isPresent();
    assertThat(bus.listener.heard).containsExactly("store available: false");
  }

  @Test
  void anAnswerThatGotLostLeavesTimeToAskAgainWithinTheLease() {
    Duration lease = Duration.ofSeconds(4);
    HeartbeatDuty impatient =
        new HeartbeatDuty(
            lease,
            bus.sessions,
            bus.registry,
            bus.time,
            bus.watch,
            bus.pauses,
            bus.loops,
            recovery);
    consumer.onHeartbeat = CompletableFuture::new;

    assertThat(impatient.runOnce()).isZero();

    // The last one that was answered may be as long ago as a pause between two.
    assertThat(bus.listener.failures)
        .containsExactly("a heartbeat got no answer from the store within PT1S; is it reachable?");
    assertThat(impatient.pause()).isEqualTo(Duration.ofMillis(400));
  }

  @Test
  void anAnswerRenewsTheLeaseFromWhenItWasAskedFor() {
    Delivery.Lease current = bus.sessions.current();
    Duration length = bus.config.leaseTimeout();
    bus.time.advance(length.minusSeconds(1));
    consumer.onHeartbeat =
        () -> {
          bus.time.advance(Duration.ofSeconds(1));
          return FakeConsumer.expiry(LEASE);
        };

    duty.runOnce();

    bus.time.advance(length.minusSeconds(1));
    assertThat(current.ranOut(bus.time.nanoTime())).isFalse();
    bus.time.advance(Duration.ofNanos(1));
    assertThat(current.ranOut(bus.time.nanoTime())).isTrue();
  }

  @Test
  void aRefusedHeartbeatEndsTheLeaseHereToo() {
    Delivery.Lease lease = bus.sessions.current();
    consumer.onHeartbeat = () -> CompletableFuture.failedStage(new FencedException(consumer.id()));

    assertThat(duty.runOnce()).isZero();

    assertThat(lease.lost()).isTrue();
    assertThat(bus.watch.problem()).as("the store has answered").isEmpty();
  }

  @Test
  void pausesAreNoticed() {
    consumer.onHeartbeat =
        () ->
            CompletableFuture.completedStage(
                new HeartbeatReply(Optional.empty(), Set.of(EventQueue.LOW)));

    duty.runOnce();

    assertThat(bus.pauses.paused()).containsExactly(EventQueue.LOW);
    assertThat(bus.listener.heard).containsExactly("paused LOW of shop: true");
  }

  private static CompletionStage<Integer> steps(List<Integer> left) {
    return CompletableFuture.completedStage(left.remove(0));
  }

  @Test
  void recoveryGoesOnUntilNothingIsLeft() {
    List<Integer> left = new ArrayList<>(List.of(500, 0, 20, -1));
    consumer.onRecover = () -> steps(left);

    assertThat(recovery.runOnce()).isEqualTo(520);

    assertThat(left).isEmpty();
    assertThat(bus.listener.heard).containsExactly("recovered 520 of shop");
  }

  @Test
  void aRecoveryWithNothingToRecoverIsNotWorthTelling() {
    assertThat(recovery.runOnce()).isZero();
    assertThat(bus.listener.heard).isEmpty();
  }

  @Test
  void aRecoveryThatBreaksOffTellsWhatItHasDone() {
    List<CompletionStage<Integer>> left =
        new ArrayList<>(
            List.of(
                CompletableFuture.completedStage(7),
                CompletableFuture.failedStage(new EventBusException("no connection"))));
    consumer.onRecover = () -> left.remove(0);

    assertThat(recovery.runOnce()).isEqualTo(7);

    assertThat(bus.listener.heard).containsExactly("store available: false", "recovered 7 of shop");
  }

  @Test
  void aRecoveryThatFindsItselfFencedDoesNotBlameTheStore() {
    consumer.onRecover = () -> CompletableFuture.failedStage(new FencedException(consumer.id()));

    assertThat(recovery.runOnce()).isZero();

    assertThat(bus.watch.problem()).isEmpty();
    assertThat(bus.sessions.current().lost()).isFalse();
  }
}
