package dev.postbus.local;

import static dev.postbus.local.TestConsumer.again;
import static dev.postbus.local.TestConsumer.done;
import static dev.postbus.local.TestConsumer.eventId;
import static dev.postbus.local.TestConsumer.release;
import static dev.postbus.local.TestConsumer.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.engine.Claim;
import dev.postbus.engine.ExchangeReply;
import dev.postbus.engine.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deliveries that a crash was seen with. */
class StoreSuspectTest {

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

  /** The consumer goes with what it holds, and the other one gets it. */
  private void crash() {
    consumer.close();
  }

  @Test
  void suspectComesAloneInItsQueueAndOneAtATime() {
    driver.publishMany(2);
    driver.publish(TestEvent.of("high").to(EventQueue.HIGH));
    consumer.exchange(
        consumer.request(List.of(), Map.of(EventQueue.DEFAULT, 2, EventQueue.HIGH, 1)));
    crash();
    driver.publish(TestEvent.of("new"));

    ExchangeReply reply =
        other.exchange(other.request(List.of(), Map.of(EventQueue.DEFAULT, 5, EventQueue.HIGH, 5)));

    List<Claim> suspects = reply.claims().stream().filter(claim -> state(claim).suspect()).toList();
    assertThat(suspects).hasSize(1);
    assertThat(reply.claims().stream().filter(c -> c.queue() == suspects.get(0).queue()))
        .hasSize(1);
  }

  @Test
  void suspectsStayWhenTheyAreNotAllowedAndOthersPassThem() {
    driver.publishMany(2);
    consumer.claim(2);
    crash();

    ExchangeReply none = other.claimUnsuspected(10);
    driver.publish(TestEvent.of("new"));
    ExchangeReply passing = other.claimUnsuspected(10);

    assertThat(none.claims()).isEmpty();
    assertThat(none.more()).isEmpty();
    assertThat(passing.claims()).extracting(TestConsumer::eventId).containsExactly("new");
    assertThat(passing.more()).isEmpty();
    assertThat(eventId(other.claimOne())).isEqualTo("e1");
    assertThat(eventId(other.claimOne())).isEqualTo("e2");
  }

  @Test
  void retryOfASuspectSaysWhetherItIsStillOne() {
    driver.publishMany(1);
    consumer.claimOne();
    crash();
    Claim suspect = other.claimOne();

    other.settle(new Settlement.Again(suspect.deliveryId(), first, Duration.ofSeconds(1), 0, true));
    driver.time.advance(Duration.ofSeconds(1));
    assertThat(other.claimUnsuspected(10).claims()).isEmpty();
    Claim still = other.claimOne();
    assertThat(state(still).suspect()).isTrue();

    other.settle(again(still, first, Duration.ZERO, 1));
    Claim cleared = other.claimUnsuspected(1).claims().get(0);
    assertThat(state(cleared).suspect()).isFalse();
    assertThat(state(cleared).attempts()).containsExactly(Map.entry(first, 1));
  }

  @Test
  void releasedSuspectIsStillOne() {
    driver.publishMany(1);
    consumer.claimOne();
    crash();

    other.settle(release(other.claimOne()));

    assertThat(other.claimUnsuspected(1).claims()).isEmpty();
    assertThat(state(other.claimOne()).suspect()).isTrue();
  }

  @Test
  void foreignElementOfTheDeadComesBackAsOneDelivery() {
    driver.publishForeign("shop", TestEvent.of("raw"));
    consumer.claimOne();

    crash();
    assertThat(driver.counts("shop").ready()).isEqualTo(1);

    Claim claim = other.claimOne();
    assertThat(state(claim).attempts()).isEmpty();
    assertThat(state(claim).suspect()).isTrue();
    other.settle(new Settlement.Assign(claim.deliveryId(), List.of(first)));
    Claim assigned = other.claimOne();
    assertThat(state(assigned).suspect()).isTrue();
    other.settle(done(assigned, first));
    assertThat(driver.counts("shop")).isEqualTo(new QueueCounts(1, 0, 0, 0, 0, 1, 0, 0, 0));
  }
}
