package dev.postbus.local;

import static dev.postbus.local.TestConsumer.again;
import static dev.postbus.local.TestConsumer.done;
import static dev.postbus.local.TestConsumer.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventQueue;
import dev.postbus.engine.Claim;
import dev.postbus.engine.Consumer;
import dev.postbus.engine.ConsumerInfo;
import dev.postbus.engine.EngineSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreSignalTest {

  private static final Duration GUARD = EngineSettings.defaults().guardPeriod();

  private final StoreDriver driver = new StoreDriver();
  private int handler;
  private TestConsumer consumer;

  @BeforeEach
  void bindAndRegister() {
    handler = driver.bind("shop", "A.on", "order.*");
    consumer = driver.register("shop", "A.on");
  }

  @Test
  void publishSignalsOnceWhoIsArmedForTheQueue() {
    consumer.arm(EventQueue.DEFAULT);
    consumer.arm(EventQueue.HIGH);
    assertThat(consumer.signals()).isEmpty();

    driver.publishMany(3);
    driver.publishMany(3);

    assertThat(consumer.signals()).containsExactly(EventQueue.DEFAULT);
  }

  @Test
  void nobodyIsSignalledUnasked() {
    driver.publishMany(3);

    assertThat(consumer.signals()).isEmpty();
  }

  @Test
  void armingAgainChangesNothing() {
    consumer.arm(EventQueue.DEFAULT);
    consumer.arm(EventQueue.DEFAULT);

    driver.publishMany(1);

    assertThat(consumer.signals()).containsExactly(EventQueue.DEFAULT);
  }

  @Test
  void armingSignalsAtOnceWhenSomethingWaits() {
    consumer.claim(1);
    driver.publishMany(1);

    consumer.arm(EventQueue.DEFAULT);

    assertThat(consumer.signals()).containsExactly(EventQueue.DEFAULT);
  }

  @Test
  void everyWaitingGroupIsSignalled() {
    driver.bind("stats", "B.on", "order.*");
    TestConsumer stats = driver.register("stats", "B.on");
    consumer.arm(EventQueue.DEFAULT);
    stats.arm(EventQueue.DEFAULT);

    driver.publishMany(1);

    assertThat(consumer.signals()).containsExactly(EventQueue.DEFAULT);
    assertThat(stats.signals()).containsExactly(EventQueue.DEFAULT);
  }

  @Test
  void delayedEventSignalsWhenItBecomesTheEarliest() {
    consumer.claim(1);
    consumer.arm(EventQueue.DEFAULT);

    driver.publish(TestEvent.of("e1").after(Duration.ofSeconds(10)));
    assertThat(consumer.signals()).containsExactly(EventQueue.DEFAULT);
    assertThat(consumer.claim(1).nextDue()).contains(Duration.ofSeconds(10));

    consumer.arm(EventQueue.DEFAULT);
    driver.publish(TestEvent.of("e2").after(Duration.ofSeconds(20)));
    assertThat(consumer.signals()).isEmpty();

    driver.publish(TestEvent.of("e3").after(Duration.ofSeconds(5)));
    assertThat(consumer.signals()).containsExactly(EventQueue.DEFAULT);
    assertThat(consumer.claim(1).nextDue()).contains(Duration.ofSeconds(5));
  }

  @Test
  void delayedEventThatCameBeforeArmingSignalsToo() {
    consumer.claim(1);
    driver.publish(TestEvent.of("e1").after(Duration.ofSeconds(10)));

    consumer.arm(EventQueue.DEFAULT);

    assertThat(consumer.signals()).containsExactly(EventQueue.DEFAULT);
  }

  @Test
  void whatOneConsumerReturnsSignalsTheOther() {
    TestConsumer other = driver.register("shop", "A.on");
    driver.publishMany(4);
    List<Claim> claims = consumer.claim(4).claims();
    other.claim(1);

    other.arm(EventQueue.DEFAULT);
    consumer.settle(release(claims.get(0)));
    assertThat(other.signals()).containsExactly(EventQueue.DEFAULT);
    other.claim(1);

    other.arm(EventQueue.DEFAULT);
    consumer.settle(again(claims.get(1), handler, Duration.ZERO, 1));
    assertThat(other.signals()).containsExactly(EventQueue.DEFAULT);
    other.claim(1);

    other.arm(EventQueue.DEFAULT);
    consumer.settle(again(claims.get(2), handler, Duration.ofSeconds(1), 1));
    assertThat(other.signals()).containsExactly(EventQueue.DEFAULT);
    other.claim(1);

    other.arm(EventQueue.DEFAULT);
    consumer.settle(done(claims.get(3), handler));
    assertThat(other.signals()).isEmpty();
  }

  @Test
  void closeAndRecoverySignalTheOther() {
    TestConsumer second = driver.register("shop", "A.on");
    TestConsumer third = driver.register("shop", "A.on");
    driver.publishMany(1);
    consumer.claimOne();
    second.arm(EventQueue.DEFAULT);

    consumer.close();

    assertThat(second.signals()).containsExactly(EventQueue.DEFAULT);
    second.claimOne();
    driver.time.advance(StoreDriver.LEASE.plusMillis(1));
    third.heartbeat("A.on");
    third.arm(EventQueue.DEFAULT);
    third.recover();
    assertThat(third.signals()).containsExactly(EventQueue.DEFAULT);
  }

  @Test
  void adoptionSignals() {
    driver.publish(TestEvent.of("e1").named("nobody").to(EventQueue.LOW));
    long position = driver.call(driver.store.unclaimed(0, 1)).get(0).position();
    consumer.arm(EventQueue.LOW);

    driver.adopt("shop", Map.of(position, List.of(handler)));

    assertThat(consumer.signals()).containsExactly(EventQueue.LOW);
  }

  @Test
  void suspectsSignalWhenTheyAreAllowedAgain() {
    TestConsumer other = driver.register("shop", "A.on");
    driver.publishMany(2);
    consumer.claim(2);
    consumer.close();
    Claim suspect = other.claimOne();
    other.claimUnsuspected(5);

    other.arm(EventQueue.DEFAULT);
    assertThat(other.signals()).isEmpty();

    other.settle(done(suspect, handler));
    assertThat(other.signals()).containsExactly(EventQueue.DEFAULT);
  }

  @Test
  void guardSignalsOnceInItsPeriodWhateverThereIs() {
    consumer.claim(1);
    consumer.arm(EventQueue.DEFAULT);

    driver.time.advance(GUARD.minusMillis(1));
    assertThat(consumer.signals()).isEmpty();

    driver.time.advanceMillis(1);
    assertThat(consumer.signals()).containsExactly(EventQueue.DEFAULT);

    driver.time.advance(GUARD.multipliedBy(3));
    assertThat(consumer.signals()).isEmpty();
  }

  @Test
  void closedStoreLeavesNoTimer() {
    consumer.arm(EventQueue.DEFAULT);
    assertThat(driver.time.timers()).isEqualTo(1);

    driver.store.close();

    assertThat(driver.time.timers()).isZero();
  }

  @Test
  void failingSignalDisturbsNobody() {
    ConsumerInfo info = new ConsumerInfo("shop", "host", 1, Set.of(), StoreDriver.LEASE);
    Consumer failing =
        driver.call(
            driver.store.register(
                info,
                queue -> {
                  throw new IllegalStateException("broken signal");
                }));
    failing.arm(EventQueue.DEFAULT);
    consumer.arm(EventQueue.DEFAULT);

    driver.publishMany(1);

    assertThat(consumer.signals()).containsExactly(EventQueue.DEFAULT);
    assertThat(driver.counts("shop").ready()).isEqualTo(1);
  }

  @Test
  void signalMayCallTheStore() {
    ConsumerInfo info = new ConsumerInfo("shop", "host", 1, Set.of(), StoreDriver.LEASE);
    List<Long> seen = new ArrayList<>();
    Consumer calling =
        driver.call(driver.store.register(info, queue -> seen.add(driver.counts("shop").ready())));
    calling.arm(EventQueue.DEFAULT);

    driver.publishMany(2);

    assertThat(seen).containsExactly(2L);
  }
}
