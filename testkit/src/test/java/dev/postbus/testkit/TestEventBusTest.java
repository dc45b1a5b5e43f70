package dev.postbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.postbus.Backoff;
import dev.postbus.EmitOptions;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusListener;
import dev.postbus.EventContext;
import dev.postbus.EventMetadata;
import dev.postbus.EventQueue;
import dev.postbus.PermanentFailureException;
import dev.postbus.QueueCounts;
import dev.postbus.Subscribe;
import dev.postbus.SubscribeOptions;
import dev.postbus.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TestEventBusTest {

  private final TestEventBus bus = TestEventBus.create();

  /** Seconds since the start at which a handler was called. */
  private final List<Long> seconds = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    bus.close();
  }

  private void note() {
    seconds.add(Duration.between(ManualTime.START, bus.time().now()).toSeconds());
  }

  private static EmitOptions delay(Duration delay) {
    return EmitOptions.builder().delay(delay).build();
  }

  private final class PaymentListener {
    @Subscribe
    void pay(OrderPlaced order, EventContext context) {
      bus.emit(
          new OrderPaid(order.id()),
          EmitOptions.builder().correlationId(context.metadata().eventId()).build());
    }
  }

  @Test
  void settlesAWholeChainOfEvents() {
    bus.register(new PaymentListener());
    bus.subscribe(OrderPaid.class, (paid, context) -> bus.emit("order.shipped", paid));
    bus.subscribe("order.shipped", (shipped, context) -> bus.emit("order.closed", shipped));

    for (int i = 0; i < 50; i++) {
      bus.emit(OrderPlaced.of("o-" + i));
    }
    bus.settle();

    bus.emitted().named("order.closed").hasCount(50);
    assertThat(bus.emitted(OrderPaid.class)).hasSize(50).contains(new OrderPaid("o-49"));
    assertThat(bus.admin().counts(EventBusConfig.DEFAULT_GROUP, EventQueue.DEFAULT).handled())
        .isEqualTo(150);
  }

  @Test
  void settlesAsynchronousEmits() {
    for (int i = 0; i < 100; i++) {
      bus.emitAsync(new OrderPaid("o-" + i));
    }

    bus.settle();

    bus.emitted().hasCount(100);
  }

  @Test
  void remembersBatchesAndForgetsDuplicates() {
    bus.emitAll(List.of(new OrderPaid("o-1"), OrderPlaced.of("o-2")));
    EmitOptions named = EmitOptions.builder().eventId("e-3").build();
    bus.emit(new OrderPaid("o-3"), named);
    bus.emit(new OrderPaid("o-3"), named);

    bus.emitted()
        .containsExactly(new OrderPaid("o-1"), OrderPlaced.of("o-2"), new OrderPaid("o-3"));
    bus.clearEmitted();
    bus.emitted().isEmpty();
  }

  @Test
  void deliversDelayedEventsWhenTheirTimeHasCome() {
    bus.subscribe(OrderPaid.class, (paid, context) -> note());
    bus.emit(new OrderPaid("o-1"), delay(Duration.ofHours(24)));

    bus.settle();
    bus.advance(Duration.ofHours(24).minusMillis(1));
    assertThat(seconds).isEmpty();
    assertThat(bus.delayed()).hasSize(1);
    // A delay is never early, so it may be a millisecond late.
    bus.advance(Duration.ofMillis(2));

    assertThat(seconds).containsExactly(24L * 60 * 60);
    assertThat(bus.delayed()).isEmpty();
  }

  @Test
  void makesEveryRetryAtItsTime() {
    bus.subscribe(
        "order.paid",
        OrderPaid.class,
        SubscribeOptions.builder()
            .attempts(5)
            .backoff(Backoff.exponential(Duration.ofSeconds(10)))
            .build(),
        (paid, context) -> {
          note();
          throw new IllegalStateException("down");
        });
    bus.emit(new OrderPaid("o-1"));

    bus.advance(Duration.ofDays(1));

    assertThat(seconds).containsExactly(0L, 10L, 30L, 70L, 150L);
    assertThat(bus.deadLetters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.attempts()).isEqualTo(5));
    assertThat(bus.time().now()).isEqualTo(ManualTime.START.plus(Duration.ofDays(1)));
  }

  @Test
  void letsWhatFollowsFromADelayedEventHappenInTheSameStretchOfTime() {
    bus.subscribe(
        "tick",
        (tick, context) -> {
          note();
          if (seconds.size() < 10) {
            bus.emit("tick", tick, delay(Duration.ofMinutes(1)));
          }
        });
    bus.emit("tick", Map.of());

    bus.advance(Duration.ofHours(1));

    assertThat(seconds).containsExactly(0L, 60L, 120L, 180L, 240L, 300L, 360L, 420L, 480L, 540L);
  }

  @Test
  void reachesTheTimeoutOfAHandlerThatHangs() {
    CountDownLatch never = new CountDownLatch(1);
    bus.subscribe(
        "order.paid",
        OrderPaid.class,
        SubscribeOptions.builder().attempts(1).timeout(Duration.ofSeconds(30)).build(),
        (paid, context) -> never.await());
    bus.emit(new OrderPaid("o-1"));

    bus.advance(Duration.ofSeconds(31));
    bus.settle();

    assertThat(bus.deadLetters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.reason()).contains("PT30S"));
  }

  /** Handles orders that were paid by waiting. */
  private void holdUp(CountDownLatch entered, CountDownLatch release) {
    bus.subscribe(
        OrderPaid.class,
        (paid, context) -> {
          entered.countDown();
          release.await();
        });
  }

  @Test
  void saysWhatHangs() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    holdUp(entered, release);
    bus.emit(new OrderPaid("o-1"));
    entered.await();

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> bus.settle(Duration.ofMillis(200)))
        .withMessageContaining("1 in flight in DEFAULT");

    release.countDown();
  }

  @Test
  @Timeout(9)
  void whatWasInterruptedAndHangsAgainHoldsUpNothing() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(2);
    CountDownLatch release = new CountDownLatch(1);
    holdUp(entered, release);
    bus.emit(new OrderPaid("o-1"));
    bus.emit(new OrderPaid("o-2"));
    entered.await();
    bus.stop(Duration.ZERO);
    bus.start();

    bus.advance(Duration.ofMillis(1));

    assertThat(bus.admin().counts(EventBusConfig.DEFAULT_GROUP, EventQueue.DEFAULT))
        .extracting(QueueCounts::ready, QueueCounts::inFlight)
        .containsExactly(0L, 2L);
    release.countDown();
  }

  @Test
  void doesNotWaitForWhatIsPausedOrStopped() {
    bus.subscribe(OrderPaid.class, (paid, context) -> note());
    bus.admin().pause(EventBusConfig.DEFAULT_GROUP, EventQueue.DEFAULT);
    bus.emit(new OrderPaid("o-1"));
    bus.emit(new OrderPaid("o-2"), delay(Duration.ofMinutes(1)));

    bus.settle();
    bus.advance(Duration.ofHours(1));
    assertThat(seconds).isEmpty();
    bus.stop(Duration.ofSeconds(1));
    bus.admin().resume(EventBusConfig.DEFAULT_GROUP, EventQueue.DEFAULT);
    bus.settle();
    assertThat(seconds).isEmpty();
    bus.start();
    bus.settle();

    assertThat(seconds).containsExactly(3_600L, 3_600L);
  }

  @Test
  void doesNotWaitLongForWhatHasNoHandlerHere() {
    Subscription gone = bus.subscribe(OrderPaid.class, (paid, context) -> note());
    bus.stop(Duration.ofSeconds(1));
    gone.close();
    bus.start();
    bus.emit(new OrderPaid("o-1"));

    assertTimeout(Duration.ofSeconds(9), () -> bus.advance(Duration.ofHours(1)));

    assertThat(bus.time().now()).isEqualTo(ManualTime.START.plus(Duration.ofHours(1)));
    assertThat(bus.admin().counts(EventBusConfig.DEFAULT_GROUP, EventQueue.DEFAULT).ready())
        .isOne();
  }

  @Test
  void tellsTheListenerBeforeItHasSettled() {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    EventBusListener listener =
        new EventBusListener() {
          @Override
          public void onHandled(EventMetadata event, String handler, int attempt, Duration took) {
            told.add("handled");
          }

          @Override
          public void onDeadLettered(
              EventMetadata event, String handler, int attempts, String reason) {
            told.add("dead");
          }
        };
    try (TestEventBus listened =
        TestEventBus.create(EventBusConfig.builder().listener(listener).build())) {
      listened.subscribe("good", (payload, context) -> {});
      listened.subscribe(
          "bad",
          (payload, context) -> {
            throw new PermanentFailureException("no");
          });

      for (int i = 0; i < 100; i++) {
        told.clear();
        listened.emit("good", Map.of());
        listened.emit("bad", Map.of());
        listened.settle();

        assertThat(told).containsExactlyInAnyOrder("handled", "dead");
      }
    }
  }

  @Test
  void doesNotGoBackInTime() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bus.advance(Duration.ofSeconds(-1)))
        .withMessageContaining("PT1S");
  }

  @Test
  void reportsFaultsOfListeners() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bus.register(new Object()))
        .withMessageContaining("java.lang.Object");
  }
}
