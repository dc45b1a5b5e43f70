package dev.postbus.local;

import static dev.postbus.local.TestConsumer.dead;
import static dev.postbus.local.TestConsumer.done;
import static dev.postbus.local.TestConsumer.eventId;
import static dev.postbus.local.TestConsumer.eventIds;
import static dev.postbus.local.TestConsumer.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.engine.AdminStore.StoredDeadLetter;
import dev.postbus.engine.Claim;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreDeadLetterTest {

  private final StoreDriver driver = new StoreDriver();
  private int first;
  private TestConsumer consumer;

  @BeforeEach
  void bindAndRegister() {
    first = driver.bind("shop", "A.on", "order.*");
    consumer = driver.register("shop", "A.on");
  }

  /** Lets so many events {@code e1, e2, ...} fail for good, a millisecond apart. */
  private void failMany(int count) {
    for (int i = 1; i <= count; i++) {
      driver.publish(TestEvent.of("e" + i));
      consumer.settle(dead(consumer.claimOne(), first, "A.on", 3));
      driver.time.advanceMillis(1);
    }
  }

  private List<String> deadIds(int offset, int limit) {
    return driver.admin().deadLetters("shop", offset, limit).stream()
        .map(StoredDeadLetter::eventId)
        .toList();
  }

  private List<String> keys(String eventId, String handlerId) {
    return driver.admin().deadLetterKeys("shop", eventId, handlerId);
  }

  private List<String> keys(String eventId) {
    return driver.admin().deadLetterKeys("shop", eventId, null);
  }

  private int redrive(List<String> keys) {
    int redriven = driver.admin().redrive("shop", keys);
    driver.countsAddUp();
    return redriven;
  }

  private int discard(List<String> keys) {
    int discarded = driver.admin().discard("shop", keys);
    driver.countsAddUp();
    return discarded;
  }

  @Test
  void deadLetterKeepsEverything() {
    TestEvent event = TestEvent.of("e1").to(EventQueue.HIGH);
    driver.publish(event);
    Claim claim = consumer.claim(EventQueue.HIGH, 1).claims().get(0);

    consumer.settle(dead(claim, first, "A.on", 5));

    StoredDeadLetter letter = driver.admin().deadLetters("shop", 0, 10).get(0);
    assertThat(letter.eventId()).isEqualTo("e1");
    assertThat(letter.queue()).isEqualTo(EventQueue.HIGH);
    assertThat(letter.handlerId()).isEqualTo("A.on");
    assertThat(letter.attempts()).isEqualTo(5);
    assertThat(letter.failedAtMillis()).isEqualTo(driver.time.now().toEpochMilli());
    assertThat(letter.reason()).isEqualTo("it broke");
    assertThat(letter.element()).isEqualTo(event.element(first));
    assertThat(driver.counts("shop", EventQueue.HIGH).dead()).isEqualTo(1);
  }

  @Test
  void newestComeFirstPageByPage() {
    failMany(5);

    assertThat(deadIds(0, 2)).containsExactly("e5", "e4");
    assertThat(deadIds(2, 2)).containsExactly("e3", "e2");
    assertThat(deadIds(4, 2)).containsExactly("e1");
    assertThat(deadIds(5, 2)).isEmpty();
  }

  @Test
  void limitDropsTheOldestAndCountsThem() {
    failMany(3);
    driver.publish(TestEvent.of("e4"));

    int dropped =
        consumer.settle(2, dead(consumer.claimOne(), first, "A.on", 3)).droppedDeadLetters();

    assertThat(dropped).isEqualTo(2);
    assertThat(deadIds(0, 10)).containsExactly("e4", "e3");
    assertThat(driver.counts("shop")).isEqualTo(new QueueCounts(4, 0, 0, 0, 2, 0, 0, 0, 2));
    assertThat(keys("e1")).isEmpty();
  }

  @Test
  void droppedDeadLettersCountInTheirOwnQueue() {
    driver.publish(TestEvent.of("low").to(EventQueue.LOW));
    consumer.settle(1, dead(consumer.claim(EventQueue.LOW, 1).claims().get(0), first, "A.on", 3));
    driver.publish(TestEvent.of("default"));

    consumer.settle(1, dead(consumer.claimOne(), first, "A.on", 3));

    assertThat(driver.counts("shop", EventQueue.LOW).dropped()).isEqualTo(1);
    assertThat(driver.counts("shop").dead()).isEqualTo(1);
  }

  @Test
  void redriveGivesAFreshBudgetToTheFailedHandlerOnly() {
    int second = driver.bind("shop", "B.on", "order.*");
    driver.publishMany(1);
    Claim claim = consumer.claimOne();
    consumer.settle(done(claim, first), dead(claim, second, "B.on", 3));

    assertThat(redrive(keys("e1"))).isEqualTo(1);

    assertThat(driver.counts("shop")).isEqualTo(new QueueCounts(2, 1, 0, 0, 0, 1, 0, 0, 0));
    Claim again = consumer.claimOne();
    assertThat(state(again).attempts()).containsExactly(Map.entry(second, 0));
    assertThat(state(again).suspect()).isFalse();
    assertThat(again.element()).isEqualTo(claim.element());
    consumer.settle(done(again, second));
    assertThat(driver.counts("shop").handled()).isEqualTo(2);
  }

  @Test
  void redrivenComeBeforeNewOnesInTheOrderOfTheirKeys() {
    failMany(2);
    driver.publish(TestEvent.of("new"));

    redrive(driver.admin().oldestDeadLetterKeys("shop", 10));

    assertThat(eventId(consumer.claimOne())).isEqualTo("e1");
    assertThat(eventIds(consumer.claim(4))).containsExactly("e2", "new");
  }

  @Test
  void redriveWakesWhoWaits() {
    failMany(1);
    consumer.arm(EventQueue.DEFAULT);
    consumer.arm(EventQueue.LOW);
    consumer.signals();

    redrive(keys("e1"));

    assertThat(consumer.signals()).containsExactly(EventQueue.DEFAULT);
  }

  @Test
  void keysAreThoseOfAnEventAndAHandler() {
    int second = driver.bind("shop", "B.on", "order.*");
    driver.publish(List.of(TestEvent.of("e1"), TestEvent.of("e2")));
    List<Claim> claims = consumer.claim(4).claims();
    for (Claim claim : claims) {
      consumer.settle(dead(claim, first, "A.on", 3), dead(claim, second, "B.on", 3));
    }

    assertThat(keys("e1")).hasSize(2);
    assertThat(keys("e1", "B.on")).hasSize(1).isSubsetOf(keys("e1"));
    assertThat(keys("e1", "C.on")).isEmpty();
    assertThat(keys("e3")).isEmpty();

    assertThat(redrive(keys("e1", "B.on"))).isEqualTo(1);
    assertThat(keys("e1")).hasSize(1);
    assertThat(keys("e2")).hasSize(2);
  }

  @Test
  void oldestKeysAreThoseOfTheOldest() {
    failMany(3);

    assertThat(driver.admin().oldestDeadLetterKeys("shop", 2))
        .containsExactly(keys("e1").get(0), keys("e2").get(0));
  }

  @Test
  void discardRemovesForGood() {
    failMany(2);
    List<String> gone = keys("e1");

    assertThat(discard(gone)).isEqualTo(1);
    assertThat(discard(gone)).isZero();
    assertThat(redrive(gone)).isZero();

    assertThat(deadIds(0, 10)).containsExactly("e2");
    assertThat(driver.counts("shop")).isEqualTo(new QueueCounts(2, 0, 0, 0, 1, 0, 1, 0, 0));
  }

  @Test
  void deadLetterCanFailAgain() {
    failMany(1);
    redrive(keys("e1"));

    consumer.settle(dead(consumer.claimOne(), first, "A.on", 3));

    assertThat(deadIds(0, 10)).containsExactly("e1");
    assertThat(driver.counts("shop").dead()).isEqualTo(1);
  }

  @Test
  void unknownGroupHasNone() {
    assertThat(driver.admin().deadLetters("nobody", 0, 10)).isEmpty();
    assertThat(driver.admin().deadLetterKeys("nobody", "e1", null)).isEmpty();
    assertThat(driver.admin().oldestDeadLetterKeys("nobody", 10)).isEmpty();
    assertThat(driver.admin().redrive("nobody", List.of("d1 1 e1"))).isZero();
    assertThat(driver.admin().discard("nobody", List.of("d1 1 e1"))).isZero();
  }
}
