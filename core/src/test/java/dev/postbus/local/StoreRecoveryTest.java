package dev.postbus.local;

import static dev.postbus.local.TestConsumer.again;
import static dev.postbus.local.TestConsumer.done;
import static dev.postbus.local.TestConsumer.eventId;
import static dev.postbus.local.TestConsumer.release;
import static dev.postbus.local.TestConsumer.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.QueueCounts;
import dev.postbus.engine.Claim;
import dev.postbus.engine.FencedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreRecoveryTest {

  private final StoreDriver driver = new StoreDriver();
  private int first;
  private TestConsumer consumer;
  private TestConsumer other;

  @BeforeEach
  void bindAndRegister() {
    first = driver.bind("shop", "A.on", "order.*");
    consumer = driver.register("shop", "A.on");
    other = driver.register("shop", "A.on");
  }

  /** The consumer dies, and the other one sees to what it leaves. */
  private int crash(TestConsumer dead, TestConsumer heir) {
    driver.time.advance(StoreDriver.LEASE.minusSeconds(1));
    heir.heartbeat("A.on");
    driver.time.advance(Duration.ofSeconds(2));
    int recovered = 0;
    int step;
    while ((step = heir.recover()) >= 0) {
      recovered += step;
    }
    assertThatThrownBy(() -> dead.heartbeat("A.on")).isInstanceOf(FencedException.class);
    return recovered;
  }

  @Test
  void deliveriesOfTheDeadComeBackAsSuspectsAndUncharged() {
    driver.publishMany(1);
    consumer.claimOne();

    int recovered = crash(consumer, other);

    assertThat(recovered).isEqualTo(1);
    assertThat(driver.counts("shop")).isEqualTo(new QueueCounts(1, 1, 0, 0, 0, 0, 0, 0, 0));
    Claim claim = other.claimOne();
    assertThat(eventId(claim)).isEqualTo("e1");
    assertThat(state(claim).suspect()).isTrue();
    assertThat(state(claim).attempts()).containsExactly(Map.entry(first, 0));
  }

  @Test
  void recordedStartIsCharged() {
    int second = driver.bind("shop", "B.on", "order.*");
    driver.publishMany(1);
    Claim claim = consumer.claimOne();
    consumer.recordStart(claim, second);
    consumer.recordStart(claim, second);

    crash(consumer, other);

    assertThat(state(other.claimOne()).attempts())
        .containsExactly(Map.entry(first, 0), Map.entry(second, 1));
  }

  @Test
  void chargesAddUpOverCrashes() {
    driver.publishMany(1);
    consumer.recordStart(consumer.claimOne(), first);
    crash(consumer, other);
    TestConsumer third = driver.register("shop", "A.on");
    other.recordStart(other.claimOne(), first);
    crash(other, third);
    TestConsumer fourth = driver.register("shop", "A.on");
    third.claimOne();
    crash(third, fourth);

    assertThat(state(fourth.claimOne()).attempts()).containsExactly(Map.entry(first, 2));
  }

  @Test
  void retryThatWasStartedIsChargedOnTop() {
    driver.publishMany(1);
    consumer.settle(again(consumer.claimOne(), first, Duration.ZERO, 3));
    consumer.recordStart(consumer.claimOne(), first);

    crash(consumer, other);

    Claim claim = other.claimOne();
    assertThat(state(claim).attempts()).containsExactly(Map.entry(first, 4));
    assertThat(state(claim).suspect()).isTrue();
  }

  @Test
  void onlySharesThatAreOpenComeBack() {
    int second = driver.bind("shop", "B.on", "order.*");
    int third = driver.bind("shop", "C.on", "order.*");
    driver.publishMany(1);
    Claim claim = consumer.claimOne();
    consumer.recordStart(claim, second);
    consumer.recordStart(claim, third);
    consumer.settle(done(claim, second));

    int recovered = crash(consumer, other);

    assertThat(recovered).isEqualTo(2);
    assertThat(driver.counts("shop")).isEqualTo(new QueueCounts(3, 2, 0, 0, 0, 1, 0, 0, 0));
    Claim again = other.claimOne();
    assertThat(state(again).attempts()).containsExactly(Map.entry(first, 0), Map.entry(third, 1));
    other.settle(done(again, first), done(again, second), done(again, third));
    assertThat(driver.counts("shop").handled()).isEqualTo(3);
  }

  @Test
  void startOfWhatIsNotHeldIsIgnored() {
    driver.publishMany(1);
    Claim claim = consumer.claimOne();

    other.recordStart(claim, first);
    consumer.settle(release(claim));
    consumer.recordStart(claim, first);

    assertThat(state(other.claimOne()).attempts()).containsExactly(Map.entry(first, 0));
  }

  @Test
  void recoveryIsBoundedAndRepeatedUntilNothingIsLeft() {
    driver.publishMany(450);
    consumer.claim(450);
    driver.time.advance(StoreDriver.LEASE.minusSeconds(1));
    other.heartbeat("A.on");
    driver.time.advance(Duration.ofSeconds(2));

    List<Integer> steps = new ArrayList<>();
    int step;
    while ((step = other.recover()) >= 0) {
      steps.add(step);
    }

    assertThat(steps).hasSizeGreaterThan(1).allMatch(count -> count <= 250);
    assertThat(steps.stream().mapToInt(Integer::intValue).sum()).isEqualTo(450);
    assertThat(driver.counts("shop").ready()).isEqualTo(450);
  }

  @Test
  void recoveredDeliveriesComeInTheOrderTheyWereClaimed() {
    driver.publishMany(250);
    consumer.claim(250);
    crash(consumer, other);

    for (int i = 1; i <= 250; i++) {
      Claim claim = other.claimOne();
      assertThat(eventId(claim)).isEqualTo("e" + i);
      other.settle(done(claim, first));
    }
  }

  @Test
  void closeGivesEverythingBackUnchargedButAsSuspect() {
    int second = driver.bind("shop", "B.on", "order.*");
    driver.publishMany(2);
    List<Claim> claims = consumer.claim(4).claims();
    consumer.recordStart(claims.get(0), first);
    consumer.settle(done(claims.get(0), second));

    consumer.close();

    assertThat(driver.counts("shop")).isEqualTo(new QueueCounts(4, 3, 0, 0, 0, 1, 0, 0, 0));
    Claim one = other.claimOne();
    Claim two = other.claimOne();
    assertThat(eventId(one)).isEqualTo("e1");
    assertThat(state(one).attempts()).containsExactly(Map.entry(first, 0));
    assertThat(state(one).suspect()).isTrue();
    assertThat(eventId(two)).isEqualTo("e2");
    assertThat(state(two).attempts()).containsExactly(Map.entry(first, 0), Map.entry(second, 0));
  }

  @Test
  void closedConsumerIsRefused() {
    consumer.close();

    assertThatThrownBy(() -> consumer.claim(1)).isInstanceOf(FencedException.class);
    assertThatThrownBy(() -> consumer.heartbeat("A.on")).isInstanceOf(FencedException.class);
    assertThat(other.heartbeat("A.on").nextExpiry()).isEmpty();
    assertThat(other.recover()).isEqualTo(-1);
  }
}
