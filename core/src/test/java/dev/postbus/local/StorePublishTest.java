package dev.postbus.local;

import static dev.postbus.local.TestConsumer.eventIds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.EventQueue;
import dev.postbus.engine.GroupDirectory;
import dev.postbus.engine.NotStoredException;
import dev.postbus.engine.PublishBatch;
import dev.postbus.engine.PublishReply;
import dev.postbus.engine.PublishReply.Kind;
import dev.postbus.engine.PublishReply.Result;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StorePublishTest {

  private final StoreDriver driver = new StoreDriver();

  @Test
  void elementsNameTheHandlersThatTheEventIsFor() {
    int first = driver.bind("shop", "A.on", "order.*");
    driver.bind("shop", "B.on", "payment.*");
    int third = driver.bind("shop", "C.on", "**");
    TestEvent event = TestEvent.of("e1");

    driver.publish(event);

    assertThat(driver.register("shop").claimOne().element()).isEqualTo(event.element(first, third));
  }

  @Test
  void everyGroupGetsItsOwnCopyCountedInHandlerDeliveries() {
    driver.bind("shop", "A.on", "order.*");
    driver.bind("shop", "B.on", "order.*");
    driver.bind("stats", "C.on", "**");
    driver.bind("idle", "D.on", "payment.*");

    Result result = driver.publish(TestEvent.of("e1"));

    assertThat(result).isEqualTo(new Result(Kind.STORED, 2));
    assertThat(driver.counts("shop").emitted()).isEqualTo(2);
    assertThat(driver.counts("shop").ready()).isEqualTo(2);
    assertThat(driver.counts("stats").ready()).isEqualTo(1);
    assertThat(driver.counts("idle").emitted()).isZero();
  }

  @Test
  void eventsGoToTheQueueTheyName() {
    driver.bind("shop", "A.on", "**");

    driver.publish(TestEvent.of("e1").to(EventQueue.LOW));

    assertThat(driver.counts("shop", EventQueue.LOW).ready()).isEqualTo(1);
    assertThat(driver.counts("shop", EventQueue.DEFAULT).emitted()).isZero();
    assertThat(driver.counts("shop", EventQueue.HIGH).emitted()).isZero();
  }

  @Test
  void repeatedBatchIsAnsweredAsBeforeAndStoresNothing() {
    driver.bind("shop", "A.on", "**");
    PublishBatch batch = driver.batch(7, List.of(TestEvent.of("e1"), TestEvent.of("e2")));
    PublishReply first = driver.publish(batch);

    PublishReply second = driver.publish(batch);

    assertThat(second).isEqualTo(first);
    assertThat(driver.counts("shop").emitted()).isEqualTo(2);
  }

  @Test
  void repeatedBatchIsAnsweredAsBeforeAlsoWhenTheDirectoryHasChanged() {
    driver.bind("shop", "A.on", "**");
    PublishBatch batch = driver.batch(7, List.of(TestEvent.of("e1")));
    PublishReply first = driver.publish(batch);
    driver.bind("stats", "B.on", "**");

    assertThat(driver.publish(batch)).isEqualTo(first);
    assertThat(driver.counts("stats").emitted()).isZero();
  }

  @Test
  void olderBatchIsRefusedWithoutSayingThatItWasNotStored() {
    driver.bind("shop", "A.on", "**");
    PublishBatch older = driver.batch(1, List.of(TestEvent.of("e1")));
    driver.publish(older);
    driver.publish(driver.batch(2, List.of(TestEvent.of("e2"))));

    assertThatThrownBy(() -> driver.publish(older))
        .isNotInstanceOf(NotStoredException.class)
        .hasMessageContaining("batch 1")
        .hasMessageContaining("batch 2");
    assertThat(driver.counts("shop").emitted()).isEqualTo(2);
  }

  @Test
  void publishersDoNotShareTheirNumbers() {
    driver.bind("shop", "A.on", "**");
    PublishBatch batch = driver.batch(5, List.of(TestEvent.of("e1")));
    driver.publish(batch);

    PublishBatch other =
        new PublishBatch(
            "publisher-2",
            1,
            batch.directoryVersion(),
            batch.events(),
            batch.deduplicationWindow(),
            batch.unclaimedLimit());

    assertThat(driver.publish(other)).isInstanceOf(PublishReply.Accepted.class);
    assertThat(driver.counts("shop").emitted()).isEqualTo(2);
  }

  @Test
  void silentPublisherIsForgotten() {
    driver.bind("shop", "A.on", "**");
    PublishBatch batch = driver.batch(5, List.of(TestEvent.of("e1")));
    driver.publish(batch);

    driver.time.advance(Duration.ofMinutes(9));
    driver.publish(batch);

    assertThat(driver.counts("shop").emitted()).isEqualTo(1);

    driver.time.advance(Duration.ofMinutes(2));
    driver.publish(batch);

    assertThat(driver.counts("shop").emitted()).isEqualTo(2);
  }

  @Test
  void batchRoutedByAnOldDirectoryIsStale() {
    driver.bind("shop", "A.on", "**");
    GroupDirectory old = driver.directory();
    driver.bind("stats", "B.on", "**");

    PublishReply reply = driver.publish(driver.batch(1, old, List.of(TestEvent.of("e1"))));

    GroupDirectory present = driver.directory();
    assertThat(((PublishReply.Stale) reply).directory().version()).isEqualTo(present.version());
    assertThat(((PublishReply.Stale) reply).directory().groups()).isEqualTo(present.groups());
    assertThat(driver.counts("shop").emitted()).isZero();
  }

  @Test
  void staleBatchMayBeSentAnewUnderTheSameNumber() {
    driver.bind("shop", "A.on", "**");
    GroupDirectory old = driver.directory();
    driver.bind("stats", "B.on", "**");
    driver.publish(driver.batch(1, old, List.of(TestEvent.of("e1"))));

    driver.publish(driver.batch(1, List.of(TestEvent.of("e1"))));

    assertThat(driver.counts("shop").emitted()).isEqualTo(1);
    assertThat(driver.counts("stats").emitted()).isEqualTo(1);
  }

  @Test
  void batchKeepsItsOrder() {
    driver.bind("shop", "A.on", "**");

    driver.publish(List.of(TestEvent.of("e1"), TestEvent.of("e2"), TestEvent.of("e3")));
    driver.publish(TestEvent.of("e4"));

    assertThat(eventIds(driver.register("shop").claim(10))).containsExactly("e1", "e2", "e3", "e4");
  }
}
