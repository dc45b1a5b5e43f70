package dev.postbus.local;

import static dev.postbus.local.TestConsumer.done;
import static dev.postbus.local.TestConsumer.eventIds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.EventQueue;
import dev.postbus.engine.Claim;
import dev.postbus.engine.ExchangeReply;
import dev.postbus.engine.ExchangeRequest;
import dev.postbus.engine.FencedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreRequestMemoryTest {

  private final StoreDriver driver = new StoreDriver();
  private int handler;
  private TestConsumer consumer;

  @BeforeEach
  void bindAndRegister() {
    handler = driver.bind("shop", "A.on", "order.*");
    consumer = driver.register("shop", "A.on");
  }

  @Test
  void repeatedRequestClaimsNothingMore() {
    driver.publishMany(4);
    ExchangeRequest request = consumer.request(List.of(), Map.of(EventQueue.DEFAULT, 2));
    ExchangeReply first = consumer.exchange(request);
    driver.publish(TestEvent.of("later").after(Duration.ofSeconds(1)));

    ExchangeReply second = consumer.exchange(request);

    assertThat(eventIds(second)).containsExactly("e1", "e2");
    assertThat(second).usingRecursiveComparison().isEqualTo(first);
    assertThat(driver.counts("shop").inFlight()).isEqualTo(2);
  }

  @Test
  void repeatedRequestSettlesNothingMore() {
    driver.publishMany(1);
    Claim claim = consumer.claimOne();
    ExchangeRequest request =
        consumer.request(
            List.of(TestConsumer.again(claim, handler, Duration.ZERO, 1)),
            Map.of(EventQueue.DEFAULT, 1));
    ExchangeReply first = consumer.exchange(request);

    ExchangeReply second = consumer.exchange(request);

    assertThat(second).usingRecursiveComparison().isEqualTo(first);
    assertThat(second.claims()).hasSize(1);
    assertThat(driver.counts("shop").inFlight()).isEqualTo(1);
  }

  @Test
  void repeatedRequestRenewsTheLease() {
    ExchangeRequest request = consumer.request(List.of(), Map.of());
    consumer.exchange(request);
    TestConsumer other = driver.register("shop", "A.on");
    driver.time.advance(StoreDriver.LEASE.minusSeconds(1));
    other.heartbeat("A.on");

    consumer.exchange(request);

    driver.time.advance(StoreDriver.LEASE.minusSeconds(1));
    assertThat(other.recover()).isEqualTo(-1);
    consumer.heartbeat("A.on");
  }

  @Test
  void olderRequestIsRefused() {
    driver.publishMany(2);
    ExchangeRequest older = consumer.request(List.of(), Map.of(EventQueue.DEFAULT, 1));
    Claim claim = consumer.exchange(older).claims().get(0);
    consumer.settle(done(claim, handler));

    assertThatThrownBy(() -> consumer.exchange(older))
        .isNotInstanceOf(FencedException.class)
        .isInstanceOf(RuntimeException.class);

    assertThat(driver.counts("shop").inFlight()).isZero();
    assertThat(driver.counts("shop").ready()).isEqualTo(1);
  }

  @Test
  void eachConsumerHasItsOwnRequests() {
    driver.publishMany(2);
    TestConsumer other = driver.register("shop", "A.on");

    assertThat(eventIds(consumer.claim(1))).containsExactly("e1");
    assertThat(eventIds(other.claim(1))).containsExactly("e2");
  }
}
