package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventBusConfig;
import dev.postbus.local.LocalEventBus;
import dev.postbus.logging.CapturedLog;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StartReminderTest {

  private final ManualTime time = new ManualTime();
  private final CapturedLog log = CapturedLog.of(StartReminder.class);
  private final EngineBus bus =
      LocalEventBus.create(EventBusConfig.defaults(), EngineSettings.defaults(), time);

  @AfterEach
  void close() {
    bus.close();
    log.close();
  }

  private void subscribe(String pattern) {
    bus.subscribe(pattern, (payload, context) -> {});
  }

  @Test
  void handlersThatWaitForAStartAreToldOfOnceAfterTenSeconds() {
    subscribe("order.*");
    subscribe("payment.*");

    time.advance(Duration.ofMillis(9_999));
    assertThat(log.lines()).isEmpty();
    time.advance(Duration.ofMillis(1));
    time.advance(Duration.ofHours(1));

    assertThat(log.lines())
        .containsExactly(
            "WARN Handlers are registered but none runs, because the bus was not started; call"
                + " start() or runUntilShutdown()");
  }

  @Test
  void aBusThatWasStartedNeedsNoReminderThoughItWasStoppedAgain() {
    subscribe("order.*");
    bus.start();
    bus.stop(Duration.ZERO);
    subscribe("payment.*");

    time.advance(Duration.ofHours(1));

    assertThat(log.lines()).isEmpty();
  }

  @Test
  void aBusThatIsClosedOrHasNoHandlerAnyMoreNeedsNone() {
    bus.subscribe("order.*", (payload, context) -> {}).close();
    time.advance(Duration.ofHours(1));
    EngineBus closed =
        LocalEventBus.create(EventBusConfig.defaults(), EngineSettings.defaults(), time);
    closed.subscribe("order.*", (payload, context) -> {});
    closed.close();

    time.advance(Duration.ofHours(1));

    assertThat(log.lines()).isEmpty();
  }
}
