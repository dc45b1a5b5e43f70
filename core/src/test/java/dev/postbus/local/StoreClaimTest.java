package dev.postbus.local;

import static dev.postbus.local.TestConsumer.again;
import static dev.postbus.local.TestConsumer.eventId;
import static dev.postbus.local.TestConsumer.eventIds;
import static dev.postbus.local.TestConsumer.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventQueue;
import dev.postbus.engine.Claim;
import dev.postbus.engine.ExchangeReply;
import dev.postbus.engine.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreClaimTest {

  private final StoreDriver driver = new StoreDriver();
  private int handler;
  private TestConsumer consumer;

  @BeforeEach
  void bindAndRegister() {
    handler = driver.bind("shop", "A.on", "order.*");
    consumer = driver.register("shop", "A.on");
  }

  @Test
  void claimsTheOldestFirstAndNoMoreThanWanted() {
    driver.publishMany(5);

    ExchangeReply first = consumer.claim(2);
    ExchangeReply second = consumer.claim(10);

    assertThat(eventIds(first)).containsExactly("e1", "e2");
    assertThat(eventIds(second)).containsExactly("e3", "e4", "e5");
    assertThat(driver.counts("shop").inFlight()).isEqualTo(5);
  }

  @Test
  void firstDeliveryHasNoState() {
    TestEvent event = TestEvent.of("e1");
    driver.publish(event);

    Claim claim = consumer.claimOne();

    assertThat(claim.state()).isEmpty();
    assertThat(claim.queue()).isEqualTo(EventQueue.DEFAULT);
    assertThat(claim.element()).isEqualTo(event.element(handler));
    assertThat(state(claim).attempts()).containsExactly(Map.entry(handler, 0));
    assertThat(state(claim).suspect()).isFalse();
  }

  @Test
  void deliveryIdsNameQueueAndHandlerDeliveriesAndAreNeverReused() {
    driver.bind("shop", "B.on", "order.paid");
    driver.publish(TestEvent.of("e1"));
    driver.publish(TestEvent.of("e2").named("order.paid").to(EventQueue.HIGH));

    Claim one = consumer.claimOne();
    Claim two = consumer.claim(EventQueue.HIGH, 1).claims().get(0);
    consumer.settle(new Settlement.Release(one.deliveryId()));
    Claim anew = consumer.claimOne();

    assertThat(one.deliveryId()).matches("d\\d+");
    assertThat(two.deliveryId()).matches("h\\d+\\.2");
    assertThat(anew.deliveryId()).matches("d\\d+").isNotEqualTo(one.deliveryId());
  }

  @Test
  void queuesThatAreNotWantedAreLeftAlone() {
    driver.publish(TestEvent.of("high").to(EventQueue.HIGH));
    driver.publish(TestEvent.of("default"));
    driver.publish(TestEvent.of("low").to(EventQueue.LOW));

    ExchangeReply reply =
        consumer.exchange(
            consumer.request(List.of(), Map.of(EventQueue.LOW, 5, EventQueue.HIGH, 5)));

    assertThat(eventIds(reply)).containsExactlyInAnyOrder("high", "low");
    assertThat(reply.more()).isEmpty();
    assertThat(driver.counts("shop").ready()).isEqualTo(1);
  }

  @Test
  void wantingNoneClaimsNone() {
    driver.publishMany(1);

    ExchangeReply reply = consumer.claim(0);

    assertThat(reply.claims()).isEmpty();
  }

  @Test
  void deliveryForSeveralHandlersCountsForEach() {
    driver.bind("shop", "B.on", "order.*");
    driver.bind("shop", "C.on", "order.*");
    driver.publishMany(3);

    ExchangeReply reply = consumer.claim(6);

    assertThat(eventIds(reply)).containsExactly("e1", "e2");
    assertThat(driver.counts("shop").inFlight()).isEqualTo(6);
    assertThat(driver.counts("shop").ready()).isEqualTo(3);
  }

  @Test
  void deliveryForMoreHandlersThanWantedStillComes() {
    driver.bind("shop", "B.on", "order.*");
    driver.bind("shop", "C.on", "order.*");
    driver.publishMany(2);

    assertThat(eventIds(consumer.claim(1))).containsExactly("e1");
  }

  @Test
  void bytesAreLimitedButASingleLargerOneComes() {
    driver.publish(TestEvent.of("huge").padded(10_000));
    driver.publish(TestEvent.of("e1").padded(400));
    driver.publish(TestEvent.of("e2").padded(400));
    driver.publish(TestEvent.of("e3").padded(400));

    assertThat(eventIds(consumer.claimBytes(10, 1_100))).containsExactly("huge");
    ExchangeReply next = consumer.claimBytes(10, 1_100);
    assertThat(eventIds(next)).containsExactly("e1", "e2");
    assertThat(next.more()).containsExactly(EventQueue.DEFAULT);
    assertThat(eventIds(consumer.claimBytes(10, 1_100))).containsExactly("e3");
  }

  @Test
  void tellsWhichWantedQueuesHoldMore() {
    driver.publish(TestEvent.of("h1").to(EventQueue.HIGH));
    driver.publish(TestEvent.of("h2").to(EventQueue.HIGH));
    driver.publishMany(1);
    driver.publish(TestEvent.of("l1").to(EventQueue.LOW));

    ExchangeReply reply =
        consumer.exchange(
            consumer.request(List.of(), Map.of(EventQueue.HIGH, 1, EventQueue.DEFAULT, 1)));

    assertThat(reply.more()).containsExactly(EventQueue.HIGH);
  }

  @Test
  void whatWasRetriedComesBeforeWhatIsNew() {
    driver.publishMany(1);
    Claim claim = consumer.claimOne();
    driver.publish(TestEvent.of("new"));
    consumer.settle(again(claim, handler, Duration.ZERO, 1));

    assertThat(eventId(consumer.claimOne())).isEqualTo("e1");
    assertThat(eventId(consumer.claimOne())).isEqualTo("new");
  }

  @Test
  void retriesTakeAtMostHalfWhileNewOnesWait() {
    driver.publishMany(20);
    Settlement[] retries =
        consumer.claim(10).claims().stream()
            .map(claim -> again(claim, handler, Duration.ZERO, 1))
            .toArray(Settlement[]::new);
    consumer.settle(retries);

    assertThat(eventIds(consumer.claim(4))).containsExactly("e1", "e2", "e11", "e12");
    assertThat(eventIds(consumer.claim(1))).containsExactly("e3");
    assertThat(eventIds(consumer.claim(8)))
        .containsExactly("e4", "e5", "e6", "e7", "e13", "e14", "e15", "e16");
  }

  @Test
  void retriesTakeAllWhenNothingNewWaits() {
    driver.publishMany(4);
    Settlement[] retries =
        consumer.claim(4).claims().stream()
            .map(claim -> again(claim, handler, Duration.ZERO, 1))
            .toArray(Settlement[]::new);
    consumer.settle(retries);

    assertThat(eventIds(consumer.claim(4))).containsExactly("e1", "e2", "e3", "e4");
  }

  @Test
  void twoConsumersShareTheWork() {
    TestConsumer other = driver.register("shop", "A.on");
    driver.publishMany(4);

    assertThat(eventIds(consumer.claim(2))).containsExactly("e1", "e2");
    assertThat(eventIds(other.claim(10))).containsExactly("e3", "e4");
    assertThat(consumer.claim(10).claims()).isEmpty();
  }

  @Test
  void oldestReadyElementIsTheNextToBeClaimedForTheFirstTime() {
    assertThat(driver.admin().oldestReady("shop", EventQueue.DEFAULT)).isEmpty();
    assertThat(driver.admin().oldestReady("unknown", EventQueue.DEFAULT)).isEmpty();
    driver.publishMany(2);

    byte[] oldest = driver.admin().oldestReady("shop", EventQueue.DEFAULT).orElseThrow();

    assertThat(consumer.claim(1).claims().get(0).element()).isEqualTo(oldest);
    assertThat(driver.admin().oldestReady("shop", EventQueue.DEFAULT).orElseThrow())
        .isNotEqualTo(oldest);
  }
}
