package dev.postbus.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.engine.FencedException;
import dev.postbus.engine.PublishReply.Kind;
import dev.postbus.engine.PublishReply.Result;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StoreRemoveGroupTest {

  private static final QueueCounts NOTHING = new QueueCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);

  private final StoreDriver driver = new StoreDriver();

  @Test
  void groupWithALiveConsumerIsNotRemoved() {
    driver.bind("shop", "A.on", "order.*");
    driver.register("shop", "A.on");
    driver.publishMany(1);

    assertThatThrownBy(() -> driver.admin().removeGroup("shop"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("shop");

    assertThat(driver.admin().groups()).containsExactly("shop");
    assertThat(driver.counts("shop").ready()).isEqualTo(1);
  }

  @Test
  void removesAllTheGroupHolds() {
    int handler = driver.bind("shop", "A.on", "order.*");
    driver.bind("stats", "B.on", "order.*");
    TestConsumer consumer = driver.register("shop", "A.on");
    driver.publishMany(3);
    driver.publish(TestEvent.of("late").after(Duration.ofSeconds(1)));
    consumer.settle(TestConsumer.dead(consumer.claimOne(), handler, "A.on", 3));
    consumer.claimOne();
    driver.admin().pause("shop", EventQueue.DEFAULT, true);
    consumer.close();

    assertThat(driver.admin().removeGroup("shop")).isTrue();

    assertThat(driver.admin().groups()).containsExactly("stats");
    assertThat(driver.counts("shop")).isEqualTo(NOTHING);
    assertThat(driver.admin().deadLetters("shop", 0, 10)).isEmpty();
    assertThat(driver.admin().delayed("shop", 0, 10)).isEmpty();
    assertThat(driver.admin().paused("shop")).isEmpty();
    assertThat(driver.counts("stats").emitted()).isEqualTo(4);
    assertThat(driver.publish(TestEvent.of("e9"))).isEqualTo(new Result(Kind.STORED, 1));
  }

  @Test
  void consumerThatWasOnlySilentIsFenced() {
    driver.bind("shop", "A.on", "order.*");
    TestConsumer consumer = driver.register("shop", "A.on");
    driver.publishMany(1);
    consumer.claimOne();
    driver.time.advance(StoreDriver.LEASE.plusMillis(1));

    assertThat(driver.admin().removeGroup("shop")).isTrue();

    assertThatThrownBy(() -> consumer.heartbeat("A.on")).isInstanceOf(FencedException.class);
  }

  @Test
  void removedGroupMayComeBackEmpty() {
    driver.bind("shop", "A.on", "order.*");
    driver.publishMany(2);
    driver.admin().removeGroup("shop");

    driver.bind("shop", "A.on", "order.*");
    TestConsumer consumer = driver.register("shop", "A.on");

    assertThat(consumer.claim(10).claims()).isEmpty();
    driver.publishMany(1);
    assertThat(consumer.claim(10).claims()).hasSize(1);
  }

  @Test
  void unknownGroupIsNotThere() {
    assertThat(driver.admin().removeGroup("nobody")).isFalse();
    assertThat(driver.counts("nobody")).isEqualTo(NOTHING);
    assertThat(driver.admin().delayed("nobody", 0, 10)).isEmpty();
    assertThat(driver.admin().paused("nobody")).isEmpty();
    driver.admin().pause("nobody", EventQueue.LOW, false);
    assertThat(driver.admin().groups()).isEmpty();
  }
}
