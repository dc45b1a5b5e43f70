package dev.postbus.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.InstanceInfo;
import dev.postbus.RunningHandler;
import dev.postbus.engine.AdminStore.StoredInFlight;
import dev.postbus.engine.Claim;
import dev.postbus.engine.ConsumerReport;
import dev.postbus.engine.FencedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the store shows of consumers and of what they hold. */
class StoreInspectionTest {

  private final StoreDriver driver = new StoreDriver();
  private int first;
  private int second;
  private TestConsumer consumer;

  @BeforeEach
  void bindAndRegister() {
    first = driver.bind("shop", "A.on", "order.*");
    second = driver.bind("shop", "B.on", "order.*");
    consumer = driver.register("shop", "A.on", "B.on");
  }

  private List<InstanceInfo> instances() {
    return driver.admin().instances();
  }

  private static ConsumerReport report(Duration running) {
    return new ConsumerReport(
        Set.of("A.on", "new"),
        List.of(new ConsumerReport.Run("A.on", "order.paid", "e1", 2, running)));
  }

  @Test
  void aConsumerIsWhatItWasRegisteredAsUntilItTellsMore() {
    Instant since = driver.time.now();
    assertThat(instances())
        .containsExactly(
            new InstanceInfo(
                consumer.id(),
                "shop",
                "host",
                42,
                since,
                since.plus(StoreDriver.LEASE),
                Set.of("A.on", "B.on"),
                0,
                List.of()));

    driver.time.advance(Duration.ofSeconds(5));
    consumer.report(report(Duration.ofSeconds(3)));

    assertThat(instances().get(0).handlers()).containsExactlyInAnyOrder("A.on", "new");
    assertThat(instances().get(0).running())
        .containsExactly(new RunningHandler("A.on", "order.paid", "e1", 2, since.plusSeconds(2)));
  }

  @Test
  void aDeadConsumerIsShownUntilAllItHeldIsTakenOver() {
    driver.publishMany(250);
    consumer.claim(500);
    consumer.report(report(Duration.ofSeconds(1)));
    TestConsumer heir = driver.register("shop", "A.on", "B.on");
    driver.time.advance(StoreDriver.LEASE.minusSeconds(1));
    heir.heartbeat("A.on", "B.on");
    driver.time.advance(Duration.ofSeconds(2));

    heir.recover();

    assertThat(instances()).extracting(InstanceInfo::id).containsOnly(consumer.id(), heir.id());
    InstanceInfo dead = instances().get(0);
    assertThat(dead.id()).isEqualTo(consumer.id());
    assertThat(dead.leaseUntil()).isBefore(driver.time.now());
    assertThat(dead.inFlight()).isEqualTo(50);
    assertThat(dead.running()).hasSize(1);
    assertThat(driver.admin().inFlight("shop", 0, 1_000))
        .hasSize(50)
        .extracting(StoredInFlight::consumer)
        .containsOnly(consumer.id());
    assertThatThrownBy(() -> consumer.report(report(Duration.ZERO)))
        .isInstanceOf(FencedException.class);

    heir.recover();

    assertThat(instances()).extracting(InstanceInfo::id).containsExactly(heir.id());
    assertThat(driver.admin().inFlight("shop", 0, 1_000)).isEmpty();
  }

  @Test
  void whatIsSettledOfAClaimShowsInItsState() {
    driver.publishMany(1);
    Claim claim = consumer.claim(2).claims().get(0);

    consumer.settle(TestConsumer.done(claim, second));

    StoredInFlight held = driver.admin().inFlight("shop", 0, 10).get(0);
    assertThat(held.state()).isEqualTo("-" + second);
    assertThat(first).isNotEqualTo(second);
  }
}
