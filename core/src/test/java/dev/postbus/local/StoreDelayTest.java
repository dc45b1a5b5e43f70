package dev.postbus.local;

import static dev.postbus.local.TestConsumer.again;
import static dev.postbus.local.TestConsumer.done;
import static dev.postbus.local.TestConsumer.eventIds;
import static dev.postbus.local.TestConsumer.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.engine.AdminStore.StoredDelayed;
import dev.postbus.engine.Claim;
import dev.postbus.engine.ExchangeReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreDelayTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final StoreDriver driver = new StoreDriver();
  private int handler;
  private TestConsumer consumer;

  @BeforeEach
  void bindAndRegister() {
    handler = driver.bind("shop", "A.on", "order.*");
    consumer = driver.register("shop", "A.on");
  }

  private List<String> delayedIds(int offset, int limit) {
    return driver.admin().delayed("shop", offset, limit).stream()
        .map(delayed -> TestEvent.idOf(delayed.element()))
        .toList();
  }

  @Test
  void delayedEventComesNeverEarlyAndThenAtOnce() {
    driver.publish(TestEvent.of("e1").after(SECOND));

    driver.time.advance(SECOND.minusMillis(1));
    ExchangeReply early = consumer.claim(1);
    driver.time.advanceMillis(1);
    ExchangeReply due = consumer.claim(1);

    assertThat(early.claims()).isEmpty();
    assertThat(early.nextDue()).contains(Duration.ofMillis(1));
    assertThat(eventIds(due)).containsExactly("e1");
    assertThat(due.claims().get(0).state()).isEmpty();
    assertThat(due.nextDue()).isEmpty();
  }

  @Test
  void partsOfAMillisecondNeverMakeItEarly() {
    driver.time.advance(Duration.ofNanos(900_000));
    driver.publish(TestEvent.of("e1").after(SECOND));

    driver.time.advance(SECOND.minusNanos(1));

    assertThat(consumer.claim(1).claims()).isEmpty();
    driver.time.advanceMillis(1);
    assertThat(eventIds(consumer.claim(1))).containsExactly("e1");
  }

  @Test
  void nextDueIsTheEarliestOfTheWantedQueues() {
    driver.publish(TestEvent.of("h").to(EventQueue.HIGH).after(Duration.ofSeconds(3)));
    driver.publish(TestEvent.of("d").after(Duration.ofSeconds(5)));
    driver.publish(TestEvent.of("l").to(EventQueue.LOW).after(Duration.ofSeconds(2)));

    ExchangeReply reply =
        consumer.exchange(
            consumer.request(List.of(), Map.of(EventQueue.HIGH, 1, EventQueue.DEFAULT, 1)));

    assertThat(reply.nextDue()).contains(Duration.ofSeconds(3));
  }

  @Test
  void whatIsDueComesInTheOrderOfItsTimeAndBeforeWhatIsNew() {
    driver.publish(TestEvent.of("third").after(Duration.ofSeconds(3)));
    driver.publish(TestEvent.of("first").after(Duration.ofSeconds(1)));
    driver.publish(TestEvent.of("second").after(Duration.ofSeconds(2)));
    driver.time.advance(Duration.ofSeconds(5));
    driver.publish(TestEvent.of("new"));

    assertThat(eventIds(consumer.claim(2))).containsExactly("first", "new");
    assertThat(eventIds(consumer.claim(2))).containsExactly("second", "third");
  }

  @Test
  void whatIsDueCountsAsReady() {
    driver.bind("shop", "B.on", "order.*");
    driver.publish(TestEvent.of("e1").after(SECOND));
    assertThat(driver.counts("shop")).isEqualTo(new QueueCounts(2, 0, 0, 2, 0, 0, 0, 0, 0));

    driver.time.advance(SECOND);

    assertThat(driver.counts("shop")).isEqualTo(new QueueCounts(2, 2, 0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void manyThatAreDueAtOnceAllComeInBoundedSteps() {
    for (int i = 0; i < 1_500; i++) {
      driver.store.publish(driver.batch(i, List.of(TestEvent.of("e" + i).after(SECOND))));
    }
    driver.time.advance(SECOND);

    int claimed = 0;
    ExchangeReply reply;
    do {
      reply = consumer.claim(1_000);
      assertThat(reply.claims()).isNotEmpty();
      claimed += reply.claims().size();
    } while (reply.more().contains(EventQueue.DEFAULT));

    assertThat(claimed).isEqualTo(1_500);
    assertThat(driver.counts("shop").inFlight()).isEqualTo(1_500);
  }

  @Test
  void countsSeeAllThatIsDue() {
    for (int i = 0; i < 2_500; i++) {
      driver.store.publish(driver.batch(i, List.of(TestEvent.of("e" + i).after(SECOND))));
    }

    driver.time.advance(SECOND);

    assertThat(driver.counts("shop").ready()).isEqualTo(2_500);
    assertThat(delayedIds(0, 10)).isEmpty();
  }

  @Test
  void retryWaitsForItsTime() {
    driver.publishMany(1);
    Claim claim = consumer.claimOne();

    consumer.settle(again(claim, handler, SECOND, 1));

    assertThat(driver.counts("shop").delayed()).isEqualTo(1);
    assertThat(consumer.claim(1).nextDue()).contains(SECOND);
    driver.time.advance(SECOND);
    Claim retry = consumer.claimOne();
    assertThat(state(retry).attempts()).containsExactly(Map.entry(handler, 1));
    consumer.settle(done(retry, handler));
    assertThat(driver.counts("shop").handled()).isEqualTo(1);
  }

  @Test
  void delayThatNobodyWillSeeTheEndOfIsKept() {
    driver.publish(TestEvent.of("e1").after(Duration.ofSeconds(Long.MAX_VALUE)));

    assertThat(consumer.claim(1).claims()).isEmpty();
    assertThat(driver.counts("shop").delayed()).isEqualTo(1);
    assertThat(delayedIds(0, 10)).containsExactly("e1");
  }

  @Test
  void listsWhatWaitsNextDueFirst() {
    driver.publish(TestEvent.of("e3").after(Duration.ofSeconds(3)));
    driver.publish(TestEvent.of("e1").to(EventQueue.HIGH).after(Duration.ofSeconds(1)));
    driver.publish(TestEvent.of("e2").to(EventQueue.LOW).after(Duration.ofSeconds(2)));
    driver.publish(TestEvent.of("e4").after(Duration.ofSeconds(4)));

    assertThat(delayedIds(0, 10)).containsExactly("e1", "e2", "e3", "e4");
    assertThat(delayedIds(1, 2)).containsExactly("e2", "e3");
    assertThat(delayedIds(3, 2)).containsExactly("e4");
    assertThat(delayedIds(4, 2)).isEmpty();
  }

  @Test
  void listTellsFirstDeliveriesFromRetries() {
    driver.publishMany(1);
    consumer.settle(again(consumer.claimOne(), handler, Duration.ofSeconds(1), 2));
    TestEvent event = TestEvent.of("later").after(Duration.ofSeconds(9)).to(EventQueue.LOW);
    driver.publish(event);

    List<StoredDelayed> delayed = driver.admin().delayed("shop", 0, 10);

    StoredDelayed retry = delayed.get(0);
    StoredDelayed first = delayed.get(1);
    assertThat(retry.firstDelivery()).isFalse();
    assertThat(retry.state()).isEqualTo(handler + ":2");
    assertThat(first.firstDelivery()).isTrue();
    assertThat(first.queue()).isEqualTo(EventQueue.LOW);
    assertThat(first.dueAtMillis())
        .isEqualTo(driver.time.now().plus(Duration.ofSeconds(9)).toEpochMilli());
    assertThat(first.element()).isEqualTo(event.element(handler));
  }

  @Test
  void firstDeliveryCanBeCancelledUntilItIsDue() {
    driver.bind("shop", "B.on", "order.*");
    driver.publish(TestEvent.of("e1").after(SECOND));
    driver.publish(TestEvent.of("e2").after(SECOND));
    driver.time.advance(SECOND.minusMillis(1));

    assertThat(driver.admin().cancelDelayed("shop", "e1")).isTrue();
    assertThat(driver.admin().cancelDelayed("shop", "e1")).isFalse();

    assertThat(driver.counts("shop")).isEqualTo(new QueueCounts(4, 0, 0, 2, 0, 0, 0, 2, 0));
    driver.time.advanceMillis(1);
    assertThat(driver.admin().cancelDelayed("shop", "e2")).isFalse();
    assertThat(eventIds(consumer.claim(10))).containsExactly("e2");
    assertThat(driver.admin().cancelDelayed("shop", "e2")).isFalse();
  }

  @Test
  void onlyFirstDeliveriesOfKnownGroupsAreCancelled() {
    driver.publishMany(1);
    consumer.settle(again(consumer.claimOne(), handler, SECOND, 1));

    assertThat(driver.admin().cancelDelayed("shop", "e1")).isFalse();
    assertThat(driver.admin().cancelDelayed("shop", "unknown")).isFalse();
    assertThat(driver.admin().cancelDelayed("nobody", "e1")).isFalse();

    assertThat(driver.counts("shop").delayed()).isEqualTo(1);
  }

  @Test
  void cancellingInOneGroupLeavesTheOthers() {
    driver.bind("stats", "B.on", "order.*");
    driver.publish(TestEvent.of("e1").after(SECOND));

    driver.admin().cancelDelayed("shop", "e1");

    assertThat(driver.counts("shop").cancelled()).isEqualTo(1);
    assertThat(driver.counts("stats").delayed()).isEqualTo(1);
  }
}
