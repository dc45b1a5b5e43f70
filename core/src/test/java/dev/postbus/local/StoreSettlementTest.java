package dev.postbus.local;

import static dev.postbus.local.TestConsumer.again;
import static dev.postbus.local.TestConsumer.dead;
import static dev.postbus.local.TestConsumer.done;
import static dev.postbus.local.TestConsumer.eventId;
import static dev.postbus.local.TestConsumer.eventIds;
import static dev.postbus.local.TestConsumer.release;
import static dev.postbus.local.TestConsumer.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.engine.Claim;
import dev.postbus.engine.ExchangeReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreSettlementTest {

  private final StoreDriver driver = new StoreDriver();
  private int first;
  private TestConsumer consumer;

  @BeforeEach
  void bindAndRegister() {
    first = driver.bind("shop", "A.on", "order.*");
    consumer = driver.register("shop", "A.on");
  }

  private Claim claimNew() {
    driver.publish(TestEvent.of("e1"));
    return consumer.claimOne();
  }

  @Test
  void doneEndsTheDelivery() {
    Claim claim = claimNew();

    consumer.settle(done(claim, first));

    assertThat(driver.counts("shop")).isEqualTo(new QueueCounts(1, 0, 0, 0, 0, 1, 0, 0, 0));
    assertThat(consumer.claim(10).claims()).isEmpty();
  }

  @Test
  void settlingTwiceChangesNothing() {
    Claim claim = claimNew();
    consumer.settle(done(claim, first));

    consumer.settle(
        done(claim, first),
        again(claim, first, Duration.ZERO, 1),
        dead(claim, first, "A.on", 1),
        release(claim));

    assertThat(driver.counts("shop")).isEqualTo(new QueueCounts(1, 0, 0, 0, 0, 1, 0, 0, 0));
  }

  @Test
  void settlingWhatAnotherHoldsChangesNothing() {
    Claim claim = claimNew();
    TestConsumer other = driver.register("shop", "A.on");

    other.settle(done(claim, first), release(claim), done(unknown(), first));

    assertThat(driver.counts("shop").inFlight()).isEqualTo(1);
    consumer.settle(done(claim, first));
    assertThat(driver.counts("shop").handled()).isEqualTo(1);
  }

  private static Claim unknown() {
    return new Claim("d999999", EventQueue.DEFAULT, "", new byte[0]);
  }

  @Test
  void sharesOfADeliveryAreSettledOneByOne() {
    int second = driver.bind("shop", "B.on", "order.*");
    int third = driver.bind("shop", "C.on", "order.*");
    Claim claim = claimNew();

    consumer.settle(done(claim, second), done(claim, second));
    assertThat(driver.counts("shop").inFlight()).isEqualTo(2);

    consumer.settle(dead(claim, third, "C.on", 3), done(claim, third));
    assertThat(driver.counts("shop").inFlight()).isEqualTo(1);

    consumer.settle(again(claim, first, Duration.ofSeconds(1), 1), done(claim, first));
    assertThat(driver.counts("shop")).isEqualTo(new QueueCounts(3, 0, 0, 1, 1, 1, 0, 0, 0));
  }

  @Test
  void retryIsForItsHandlerAloneAndKnowsItsAttempts() {
    int second = driver.bind("shop", "B.on", "order.*");
    Claim claim = claimNew();
    consumer.settle(again(claim, second, Duration.ZERO, 1));

    Claim retry = consumer.claimOne();

    assertThat(retry.deliveryId()).isNotEqualTo(claim.deliveryId());
    assertThat(retry.element()).isEqualTo(claim.element());
    assertThat(state(retry).attempts()).containsExactly(Map.entry(second, 1));
    assertThat(state(retry).suspect()).isFalse();
    consumer.settle(done(retry, second), done(claim, first));
    assertThat(driver.counts("shop").handled()).isEqualTo(2);
  }

  @Test
  void retryWithoutDelayComesAfterOtherRetries() {
    driver.publishMany(2);
    List<Claim> claims = consumer.claim(2).claims();

    consumer.settle(again(claims.get(0), first, Duration.ZERO, 1));
    consumer.settle(again(claims.get(1), first, Duration.ZERO, 1));

    assertThat(eventIds(consumer.claim(2))).containsExactly("e1", "e2");
  }

  @Test
  void shareThatWasNotStartedGoesToTheVeryFront() {
    int second = driver.bind("shop", "B.on", "order.*");
    driver.publishMany(2);
    List<Claim> claims = consumer.claim(4).claims();

    consumer.settle(again(claims.get(0), first, Duration.ZERO, 1));
    consumer.settle(again(claims.get(1), second, Duration.ZERO, 0));

    Claim next = consumer.claimOne();
    assertThat(eventId(next)).isEqualTo("e2");
    assertThat(state(next).attempts()).containsExactly(Map.entry(second, 0));
    assertThat(eventId(consumer.claimOne())).isEqualTo("e1");
  }

  @Test
  void retryThatWasNotStartedGoesToTheVeryFront() {
    driver.publishMany(2);
    List<Claim> claims = consumer.claim(2).claims();
    consumer.settle(
        again(claims.get(0), first, Duration.ZERO, 1),
        again(claims.get(1), first, Duration.ZERO, 1));
    Claim retry = consumer.claimOne();

    consumer.settle(again(retry, first, Duration.ZERO, 1));

    assertThat(eventIds(consumer.claim(2))).containsExactly("e1", "e2");
  }

  @Test
  void releasedDeliveryIsAsItWas() {
    driver.publishMany(3);
    Claim claim = consumer.claimOne();

    consumer.settle(release(claim));

    assertThat(driver.counts("shop").ready()).isEqualTo(3);
    Claim anew = consumer.claimOne();
    assertThat(eventId(anew)).isEqualTo("e1");
    assertThat(anew.state()).isEmpty();
    assertThat(anew.element()).isEqualTo(claim.element());
  }

  @Test
  void releasedRetryKeepsWhatItKnows() {
    Claim claim = claimNew();
    consumer.settle(again(claim, first, Duration.ZERO, 2));
    Claim retry = consumer.claimOne();
    driver.publish(TestEvent.of("new"));

    consumer.settle(release(retry));

    Claim anew = consumer.claimOne();
    assertThat(eventId(anew)).isEqualTo("e1");
    assertThat(state(anew).attempts()).containsExactly(Map.entry(first, 2));
  }

  @Test
  void eachReleaseGoesToTheVeryFront() {
    driver.publishMany(4);
    List<Claim> claims = consumer.claim(3).claims();

    consumer.settle(release(claims.get(2)), release(claims.get(1)), release(claims.get(0)));

    assertThat(eventIds(consumer.claim(10))).containsExactly("e1", "e2", "e3", "e4");
  }

  @Test
  void whatWasDelayedIsReleasedAheadOfWhatBecameDueWithIt() {
    for (int number = 1; number <= 3; number++) {
      driver.publish(TestEvent.of("e" + number).after(Duration.ofSeconds(1)));
    }
    driver.time.advance(Duration.ofSeconds(1));
    List<Claim> claims = consumer.claim(2).claims();

    consumer.settle(release(claims.get(1)), release(claims.get(0)));

    ExchangeReply anew = consumer.claim(10);
    assertThat(eventIds(anew)).containsExactly("e1", "e2", "e3");
    assertThat(anew.claims()).extracting(Claim::state).containsOnly("");
  }

  @Test
  void releaseGivesBackOpenSharesOnly() {
    int second = driver.bind("shop", "B.on", "order.*");
    int third = driver.bind("shop", "C.on", "order.*");
    Claim claim = claimNew();
    consumer.settle(done(claim, second));

    consumer.settle(release(claim));

    Claim anew = consumer.claimOne();
    assertThat(state(anew).attempts()).containsExactly(Map.entry(first, 0), Map.entry(third, 0));
    assertThat(state(anew).suspect()).isFalse();
    assertThat(driver.counts("shop").inFlight()).isEqualTo(2);
    consumer.settle(done(anew, first), done(anew, second), done(anew, third));
    assertThat(driver.counts("shop").handled()).isEqualTo(3);
  }

  @Test
  void lateSettlementOfAReleasedDeliveryHitsNothing() {
    Claim claim = claimNew();
    consumer.settle(release(claim));
    Claim anew = consumer.claimOne();

    consumer.settle(done(claim, first));

    assertThat(driver.counts("shop").inFlight()).isEqualTo(1);
    consumer.settle(done(anew, first));
    assertThat(driver.counts("shop").handled()).isEqualTo(1);
  }

  @Test
  void settlesBeforeItClaims() {
    Claim claim = claimNew();

    List<Claim> claims =
        consumer
            .exchange(
                consumer.request(
                    List.of(again(claim, first, Duration.ZERO, 1)), Map.of(EventQueue.DEFAULT, 1)))
            .claims();

    assertThat(claims).extracting(TestConsumer::eventId).containsExactly("e1");
  }
}
