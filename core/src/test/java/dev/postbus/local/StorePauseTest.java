package dev.postbus.local;

import static dev.postbus.local.TestConsumer.done;
import static dev.postbus.local.TestConsumer.eventIds;
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

class StorePauseTest {

  private final StoreDriver driver = new StoreDriver();
  private int handler;
  private TestConsumer consumer;

  @BeforeEach
  void bindAndRegister() {
    handler = driver.bind("shop", "A.on", "order.*");
    consumer = driver.register("shop", "A.on");
  }

  private void pause(EventQueue queue, boolean paused) {
    driver.admin().pause("shop", queue, paused);
    driver.countsAddUp();
  }

  @Test
  void pausedQueueGivesNothing() {
    driver.publishMany(2);
    driver.publish(TestEvent.of("low").to(EventQueue.LOW));

    pause(EventQueue.DEFAULT, true);

    ExchangeReply reply =
        consumer.exchange(
            consumer.request(List.of(), Map.of(EventQueue.DEFAULT, 5, EventQueue.LOW, 5)));
    assertThat(eventIds(reply)).containsExactly("low");
    assertThat(reply.more()).isEmpty();
    assertThat(reply.paused()).containsExactly(EventQueue.DEFAULT);
    assertThat(driver.admin().paused("shop")).containsExactly(EventQueue.DEFAULT);
  }

  @Test
  void pauseHoldsForOneGroup() {
    driver.bind("stats", "B.on", "order.*");
    driver.publishMany(1);

    pause(EventQueue.DEFAULT, true);

    assertThat(driver.register("stats", "B.on").claim(5).claims()).hasSize(1);
    assertThat(driver.admin().paused("stats")).isEmpty();
  }

  @Test
  void pausedQueueTakesEventsAndSettlements() {
    driver.publishMany(1);
    Claim claim = consumer.claimOne();
    pause(EventQueue.DEFAULT, true);

    driver.publish(TestEvent.of("e2"));
    consumer.settle(done(claim, handler));

    assertThat(driver.counts("shop")).isEqualTo(new QueueCounts(2, 1, 0, 0, 0, 1, 0, 0, 0));
  }

  @Test
  void whatBecomesDueWaitsForTheEndOfThePauseOnly() {
    driver.publish(TestEvent.of("e1").after(Duration.ofSeconds(1)));
    pause(EventQueue.DEFAULT, true);
    driver.time.advance(Duration.ofSeconds(1));

    assertThat(driver.counts("shop").ready()).isEqualTo(1);
    assertThat(consumer.claim(1).claims()).isEmpty();

    pause(EventQueue.DEFAULT, false);
    assertThat(eventIds(consumer.claim(1))).containsExactly("e1");
  }

  @Test
  void endOfThePauseWakesWhoWaits() {
    pause(EventQueue.DEFAULT, true);
    consumer.arm(EventQueue.DEFAULT);
    driver.publishMany(1);
    assertThat(consumer.signals()).isEmpty();

    pause(EventQueue.DEFAULT, false);

    assertThat(consumer.signals()).containsExactly(EventQueue.DEFAULT);
    assertThat(driver.admin().paused("shop")).isEmpty();
  }

  @Test
  void whoForgotItsTimerDuringThePauseIsToldOfItAgain() {
    driver.publish(TestEvent.of("e1").after(Duration.ofSeconds(10)));
    assertThat(consumer.claim(1).nextDue()).isPresent();
    pause(EventQueue.DEFAULT, true);
    consumer.claim(1);
    pause(EventQueue.DEFAULT, false);

    consumer.arm(EventQueue.DEFAULT);

    assertThat(consumer.signals()).containsExactly(EventQueue.DEFAULT);
    assertThat(consumer.claim(1).nextDue()).contains(Duration.ofSeconds(10));
  }

  @Test
  void pausingAndResumingTwiceIsTheSameAsOnce() {
    pause(EventQueue.HIGH, true);
    pause(EventQueue.HIGH, true);
    assertThat(driver.admin().paused("shop")).containsExactly(EventQueue.HIGH);

    pause(EventQueue.HIGH, false);
    pause(EventQueue.HIGH, false);
    assertThat(driver.admin().paused("shop")).isEmpty();
  }

  @Test
  void groupThatWasNeverStartedCanBePaused() {
    driver.bind("stats", "B.on", "order.*");

    driver.admin().pause("stats", EventQueue.DEFAULT, true);
    driver.publishMany(1);

    assertThat(driver.register("stats", "B.on").claim(5).claims()).isEmpty();
  }
}
