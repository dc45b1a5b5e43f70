package dev.postbus.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StoreAbsentHandlerTest {

  private static final Duration LEASE = StoreDriver.LEASE;

  private final StoreDriver driver = new StoreDriver();

  private Duration absent(String handlerId) {
    return Duration.ofMillis(driver.call(driver.store.absentMillis("shop", handlerId)));
  }

  private void beat(TestConsumer consumer, Duration atLeast, String... handlerIds) {
    Duration step = LEASE.dividedBy(2);
    for (Duration passed = Duration.ZERO;
        passed.compareTo(atLeast) < 0;
        passed = passed.plus(step)) {
      driver.time.advance(step);
      consumer.heartbeat(handlerIds);
    }
  }

  @Test
  void advertisedHandlerIsNotAbsent() {
    driver.bind("shop", "A.on", "order.*");
    TestConsumer consumer = driver.register("shop", "A.on");

    assertThat(absent("A.on")).isZero();
    beat(consumer, Duration.ofMinutes(20), "A.on");
    assertThat(absent("A.on")).isZero();
  }

  @Test
  void absenceCountsFromTheLastTimeItWasAdvertised() {
    driver.bind("shop", "A.on", "order.*");
    driver.bind("shop", "B.on", "order.*");
    TestConsumer consumer = driver.register("shop", "A.on", "B.on");
    beat(consumer, Duration.ofMinutes(1), "A.on", "B.on");

    beat(consumer, Duration.ofMinutes(3), "A.on");

    assertThat(absent("B.on")).isEqualTo(Duration.ofMinutes(3));
    beat(consumer, Duration.ofSeconds(1), "A.on", "B.on");
    assertThat(absent("B.on")).isZero();
  }

  @Test
  void handlerThatWasJustBoundIsNotMissing() {
    TestConsumer consumer = driver.register("shop", "A.on");
    beat(consumer, Duration.ofMinutes(20), "A.on");

    driver.bind("shop", "B.on", "order.*");

    assertThat(absent("B.on")).isZero();
  }

  @Test
  void timeInWhichTheGroupIsDownDoesNotCount() {
    driver.bind("shop", "A.on", "order.*");
    driver.bind("shop", "B.on", "order.*");
    driver.register("shop", "A.on", "B.on").close();
    driver.time.advance(Duration.ofHours(5));

    TestConsumer consumer = driver.register("shop", "A.on");

    assertThat(absent("B.on")).isZero();
    beat(consumer, Duration.ofMinutes(2), "A.on");
    assertThat(absent("B.on")).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void timeInWhichNobodyReachedTheStoreDoesNotCount() {
    driver.bind("shop", "A.on", "order.*");
    driver.bind("shop", "B.on", "order.*");
    TestConsumer consumer = driver.register("shop", "A.on");
    TestConsumer other = driver.register("shop", "B.on");
    beat(other, Duration.ofSeconds(1), "B.on");
    driver.time.advance(Duration.ofHours(1));

    consumer.heartbeat("A.on");

    assertThat(absent("B.on")).isZero();
  }

  @Test
  void secondInstanceDoesNotBeginTheTimeAnew() {
    driver.bind("shop", "A.on", "order.*");
    driver.bind("shop", "B.on", "order.*");
    driver.register("shop", "B.on").close();
    TestConsumer consumer = driver.register("shop", "A.on");
    beat(consumer, Duration.ofMinutes(4), "A.on");

    driver.register("shop", "A.on");

    assertThat(absent("B.on")).isEqualTo(Duration.ofMinutes(4));
  }

  @Test
  void nothingIsMissingInAGroupThatIsDownOrUnknown() {
    driver.bind("shop", "A.on", "order.*");
    driver.time.advance(Duration.ofHours(1));

    assertThat(absent("A.on")).isZero();
    assertThat(driver.call(driver.store.absentMillis("nobody", "A.on"))).isZero();
  }
}
