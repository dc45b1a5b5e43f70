package dev.postbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.Backoff;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusInterceptor;
import dev.postbus.EventBusListener;
import dev.postbus.EventContext;
import dev.postbus.EventMetadata;
import dev.postbus.SubscribeOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** That the clock of a test does not run ahead of a bus whose threads get no processor for long. */
class SlowBusTest {

  /** Longer than a handler that runs is waited for. */
  private static final Duration STALL = Duration.ofMillis(1_200);

  private final ManualTime time = ManualTime.create();

  /** Stalls, during which the clock must stand still. */
  private void stall() {
    Awaitility.await()
        .during(STALL)
        .atMost(STALL.multipliedBy(2))
        .until(() -> time.now().equals(ManualTime.START));
  }

  /** Stalls the claim loop, and then the worker before the handler. */
  private final class SlowToBegin implements EventBusListener {
    @Override
    public void onClaimed(EventMetadata event, String handler, int attempt) {
      if (attempt == 1) {
        stall();
      }
    }

    @Override
    public void onStarted(EventMetadata event, String handler, int attempt) {
      if (attempt == 1) {
        stall();
      }
    }
  }

  /** Stalls the worker after the handler. */
  private final class SlowToEnd implements EventBusInterceptor {
    @Override
    public AroundHandle aroundHandle(String handler, EventContext context) {
      return new AroundHandle() {
        @Override
        public void failed(Throwable failure) {
          stall();
        }
      };
    }
  }

  private List<Long> secondsOfAttempts(EventBusConfig config) {
    List<Long> seconds = Collections.synchronizedList(new ArrayList<>());
    try (TestEventBus bus = TestEventBus.create(config, time)) {
      bus.subscribe(
          "order.paid",
          OrderPaid.class,
          SubscribeOptions.builder().backoff(Backoff.fixed(Duration.ofSeconds(10))).build(),
          (paid, context) -> {
            seconds.add(Duration.between(ManualTime.START, time.now()).toSeconds());
            if (context.attempt() == 1) {
              throw new IllegalStateException("down");
            }
          });
      bus.emit(new OrderPaid("o-1"));

      bus.advance(Duration.ofHours(1));

      return List.copyOf(seconds);
    }
  }

  @Test
  void waitsForWhatIsAboutToBeHandled() {
    EventBusConfig config = EventBusConfig.builder().listener(new SlowToBegin()).build();

    assertThat(secondsOfAttempts(config)).containsExactly(0L, 10L);
  }

  @Test
  void waitsForTheEndOfARunToBeStored() {
    EventBusConfig config = EventBusConfig.builder().interceptor(new SlowToEnd()).build();

    assertThat(secondsOfAttempts(config)).containsExactly(0L, 10L);
  }
}
