package dev.postbus.local;

import static dev.postbus.local.TestConsumer.done;
import static dev.postbus.local.TestConsumer.eventIds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.EventQueue;
import dev.postbus.engine.Claim;
import dev.postbus.engine.FencedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreLeaseTest {

  private static final Duration LEASE = StoreDriver.LEASE;

  private final StoreDriver driver = new StoreDriver();
  private int handler;
  private TestConsumer consumer;

  @BeforeEach
  void bindAndRegister() {
    handler = driver.bind("shop", "A.on", "order.*");
    consumer = driver.register("shop", "A.on");
  }

  private void assertFenced(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(FencedException.class)
        .hasMessageContaining(consumer.id());
  }

  @Test
  void consumersHaveIdsOfTheirOwn() {
    assertThat(driver.register("shop", "A.on").id()).isNotEqualTo(consumer.id());
  }

  @Test
  void consumerWhoseLeaseRanOutGoesOnUnlessSomebodyTookItAway() {
    driver.publishMany(2);
    Claim claim = consumer.claimOne();
    driver.time.advance(LEASE.multipliedBy(5));

    consumer.settle(done(claim, handler));

    assertThat(driver.counts("shop").handled()).isEqualTo(1);
    assertThat(consumer.recover()).isEqualTo(-1);
    assertThat(eventIds(consumer.claim(1))).containsExactly("e2");
  }

  @Test
  void fencedConsumerIsRefusedEverything() {
    driver.publishMany(3);
    Claim claim = consumer.claimOne();
    driver.time.advance(LEASE.plusMillis(1));
    TestConsumer other = driver.register("shop", "A.on");

    assertThat(other.recover()).isEqualTo(1);

    assertFenced(() -> consumer.settle(done(claim, handler)));
    assertFenced(() -> consumer.claim(1));
    assertFenced(() -> consumer.heartbeat("A.on"));
    assertFenced(() -> consumer.recordStart(claim, handler));
    assertFenced(() -> consumer.recover());
    assertFenced(() -> consumer.close());
    assertThat(driver.counts("shop").ready()).isEqualTo(3);
    assertThat(driver.counts("shop").inFlight()).isZero();
  }

  @Test
  void fencedConsumerStaysRefusedWhenNothingIsLeftOfIt() {
    driver.time.advance(LEASE.plusMillis(1));
    TestConsumer other = driver.register("shop", "A.on");
    assertThat(other.recover()).isEqualTo(-1);

    assertFenced(() -> consumer.heartbeat("A.on"));
    assertFenced(() -> consumer.claim(1));
  }

  @Test
  void fencedConsumerIsNotSignalled() {
    consumer.arm(EventQueue.DEFAULT);
    driver.time.advance(LEASE.plusMillis(1));
    consumer.signals();
    driver.register("shop", "A.on").recover();
    consumer.arm(EventQueue.DEFAULT);

    driver.publishMany(1);

    assertThat(consumer.signals()).isEmpty();
  }

  @Test
  void everyCallRenewsTheLease() {
    TestConsumer other = driver.register("shop", "A.on");

    driver.time.advance(LEASE.minusSeconds(1));
    consumer.heartbeat("A.on");
    other.heartbeat("A.on");
    driver.time.advance(LEASE.minusSeconds(1));
    consumer.claim(1);
    other.claim(1);
    driver.time.advance(LEASE.minusSeconds(1));

    assertThat(other.recover()).isEqualTo(-1);
    consumer.heartbeat("A.on");
  }

  @Test
  void heartbeatTellsWhenTheNextLeaseRunsOut() {
    assertThat(consumer.heartbeat("A.on").nextExpiry()).isEmpty();
    driver.time.advance(Duration.ofSeconds(3));
    TestConsumer other = driver.register("shop", "A.on");

    assertThat(other.heartbeat("A.on").nextExpiry()).contains(LEASE.minusSeconds(3));
    assertThat(consumer.heartbeat("A.on").nextExpiry()).contains(LEASE);

    driver.time.advance(LEASE.minusSeconds(1));
    other.heartbeat("A.on");
    driver.time.advance(Duration.ofSeconds(2));
    assertThat(other.heartbeat("A.on").nextExpiry()).contains(Duration.ZERO);
    assertThat(other.recover()).isEqualTo(-1);
    assertThat(other.heartbeat("A.on").nextExpiry()).isEmpty();
  }

  @Test
  void afterATimeInWhichNobodyLivedNobodyIsDeclaredDeadForALeaseTime() {
    TestConsumer other = driver.register("shop", "A.on");
    driver.time.advance(LEASE.plusMillis(1));

    assertThat(other.heartbeat("A.on").nextExpiry()).contains(LEASE);
    driver.time.advance(LEASE.minusSeconds(1));
    assertThat(other.heartbeat("A.on").nextExpiry()).contains(Duration.ofSeconds(1));
    driver.time.advance(Duration.ofSeconds(1));
    assertThat(other.heartbeat("A.on").nextExpiry()).contains(Duration.ZERO);
  }

  @Test
  void heartbeatTellsOfConsumersThatAreFencedAndStillHoldDeliveries() {
    driver.publishMany(250);
    consumer.claim(250);
    driver.time.advance(LEASE.plusMillis(1));
    TestConsumer other = driver.register("shop", "A.on");

    other.recover();
    driver.time.advance(LEASE.minusMillis(1));
    other.heartbeat("A.on");
    driver.time.advance(Duration.ofMillis(1));
    assertThat(other.heartbeat("A.on").nextExpiry()).contains(Duration.ZERO);

    while (other.recover() >= 0) {
      driver.countsAddUp();
    }
    assertThat(other.heartbeat("A.on").nextExpiry()).isEmpty();
  }

  @Test
  void groupsDoNotFenceEachOther() {
    driver.bind("stats", "B.on", "order.*");
    TestConsumer stats = driver.register("stats", "B.on");
    driver.time.advance(LEASE.plusMillis(1));

    assertThat(stats.recover()).isEqualTo(-1);

    consumer.heartbeat("A.on");
  }

  @Test
  void tellsPausedQueues() {
    driver.admin().pause("shop", EventQueue.LOW, true);

    assertThat(consumer.heartbeat("A.on").paused()).containsExactly(EventQueue.LOW);
    assertThat(consumer.exchange(consumer.request(List.of(), Map.of())).paused())
        .containsExactly(EventQueue.LOW);
  }
}
