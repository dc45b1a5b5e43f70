package dev.postbus.local;

import static dev.postbus.local.TestConsumer.again;
import static dev.postbus.local.TestConsumer.dead;
import static dev.postbus.local.TestConsumer.done;
import static dev.postbus.local.TestConsumer.eventId;
import static dev.postbus.local.TestConsumer.release;
import static dev.postbus.local.TestConsumer.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.QueueCounts;
import dev.postbus.engine.Claim;
import dev.postbus.engine.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Elements that name no handlers, as one that somebody other than a publisher put into a queue. */
class StoreForeignElementTest {

  private final StoreDriver driver = new StoreDriver();
  private int first;
  private TestConsumer consumer;

  @BeforeEach
  void bindAndRegister() {
    first = driver.bind("shop", "A.on", "order.*");
    consumer = driver.register("shop", "A.on");
  }

  @Test
  void foreignElementCountsFromItsFirstClaimOn() {
    driver.publishForeign("shop", TestEvent.of("raw"));
    assertThat(driver.counts("shop").emitted()).isZero();

    Claim claim = consumer.claimOne();

    assertThat(claim.deliveryId()).endsWith(".0");
    assertThat(claim.state()).isEmpty();
    assertThat(state(claim).attempts()).isEmpty();
    assertThat(driver.counts("shop").emitted()).isEqualTo(1);
    assertThat(driver.counts("shop").inFlight()).isEqualTo(1);
  }

  @Test
  void foreignElementThatIsReleasedDoesNotCountAnyMore() {
    driver.publishForeign("shop", TestEvent.of("raw"));

    consumer.settle(release(consumer.claimOne()));

    assertThat(driver.counts("shop")).isEqualTo(new QueueCounts(0, 0, 0, 0, 0, 0, 0, 0, 0));
    assertThat(eventId(consumer.claimOne())).isEqualTo("raw");
  }

  @Test
  void foreignElementIsAssignedToHandlers() {
    int second = driver.bind("shop", "B.on", "order.*");
    driver.publishMany(1);
    driver.publishForeign("shop", TestEvent.of("raw"));
    Claim claim = consumer.claim(10).claims().get(1);

    consumer.settle(new Settlement.Assign(claim.deliveryId(), List.of(first, second)));

    assertThat(driver.counts("shop").emitted()).isEqualTo(4);
    assertThat(driver.counts("shop").ready()).isEqualTo(2);
    Claim assigned = consumer.claimOne();
    assertThat(eventId(assigned)).isEqualTo("raw");
    assertThat(state(assigned).attempts())
        .containsExactly(Map.entry(first, 0), Map.entry(second, 0));
    consumer.settle(done(assigned, first), again(assigned, second, Duration.ZERO, 1));
    Claim retry = consumer.claimOne();
    assertThat(state(retry).attempts()).containsExactly(Map.entry(second, 1));
    consumer.settle(done(retry, second));
    assertThat(driver.counts("shop").handled()).isEqualTo(2);
  }

  @Test
  void foreignElementThatCannotBeReadIsOneDeadLetter() {
    driver.publishForeign("shop", TestEvent.of("raw"));
    Claim claim = consumer.claimOne();

    consumer.settle(dead(claim, 0, "", 0));

    assertThat(driver.counts("shop")).isEqualTo(new QueueCounts(1, 0, 0, 0, 1, 0, 0, 0, 0));
    List<String> keys = driver.admin().deadLetterKeys("shop", "raw", null);
    assertThat(driver.admin().redrive("shop", keys)).isEqualTo(1);
    Claim again = consumer.claimOne();
    assertThat(state(again).attempts()).isEmpty();
    assertThat(driver.counts("shop")).isEqualTo(new QueueCounts(1, 0, 1, 0, 0, 0, 0, 0, 0));
  }
}
