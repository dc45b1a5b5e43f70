package dev.postbus.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.engine.PublishReply.Kind;
import dev.postbus.engine.PublishReply.Result;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreDeduplicationTest {

  private final StoreDriver driver = new StoreDriver();

  @Test
  void knownIdStoresNothingAndTellsTheFirstFacts() {
    driver.bind("shop", "A.on", "**");
    TestEvent event = TestEvent.of("order-1").withCallerId();
    driver.publish(event);
    driver.bind("stats", "B.on", "**");

    Result second = driver.publish(event);

    assertThat(second).isEqualTo(new Result(Kind.DUPLICATE, 1));
    assertThat(driver.counts("shop").emitted()).isEqualTo(1);
    assertThat(driver.counts("stats").emitted()).isZero();
  }

  @Test
  void duplicateInsideOneBatchIsSeen() {
    driver.bind("shop", "A.on", "**");
    TestEvent event = TestEvent.of("order-1").withCallerId();

    List<Result> results = driver.publish(List.of(event, TestEvent.of("e2"), event));

    assertThat(results)
        .containsExactly(
            new Result(Kind.STORED, 1), new Result(Kind.STORED, 1), new Result(Kind.DUPLICATE, 1));
    assertThat(driver.counts("shop").emitted()).isEqualTo(2);
  }

  @Test
  void idIsKnownUntilItsWindowEnds() {
    driver.bind("shop", "A.on", "**");
    TestEvent event = TestEvent.of("order-1").withCallerId();
    driver.publish(event);

    driver.time.advance(StoreDriver.WINDOW.minusMillis(1));
    assertThat(driver.publish(event).kind()).isEqualTo(Kind.DUPLICATE);

    driver.time.advance(Duration.ofMillis(1));
    assertThat(driver.publish(event).kind()).isEqualTo(Kind.STORED);
    assertThat(driver.publish(event).kind()).isEqualTo(Kind.DUPLICATE);
  }

  @Test
  void duplicateDoesNotProlongTheWindow() {
    driver.bind("shop", "A.on", "**");
    TestEvent event = TestEvent.of("order-1").withCallerId();
    driver.publish(event);
    driver.time.advance(StoreDriver.WINDOW.dividedBy(2));
    driver.publish(event);

    driver.time.advance(StoreDriver.WINDOW.dividedBy(2));

    assertThat(driver.publish(event).kind()).isEqualTo(Kind.STORED);
  }

  @Test
  void idsThatTheBusMadeAreNotRemembered() {
    driver.bind("shop", "A.on", "**");
    driver.publish(TestEvent.of("e1"));

    assertThat(driver.publish(TestEvent.of("e1")).kind()).isEqualTo(Kind.STORED);
    assertThat(driver.publish(TestEvent.of("e1").withCallerId()).kind()).isEqualTo(Kind.STORED);
  }

  @Test
  void refusedEventIsNotRemembered() {
    driver.unclaimedLimit(0);
    TestEvent event = TestEvent.of("order-1").withCallerId();
    assertThat(driver.publish(event).kind()).isEqualTo(Kind.UNCLAIMED_FULL);
    driver.bind("shop", "A.on", "**");

    assertThat(driver.publish(event)).isEqualTo(new Result(Kind.STORED, 1));
  }
}
