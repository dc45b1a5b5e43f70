package dev.postbus.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventBusConfig;
import dev.postbus.engine.EngineBus;
import dev.postbus.engine.EngineSettings;
import dev.postbus.logging.CapturedLog;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a bus says of its life; somebody reads it who wonders why nothing happens. */
class LocalEventBusLogTest {

  private final ManualTime time = new ManualTime();
  private final LocalEventBus bus =
      LocalEventBus.create(
          EventBusConfig.builder().group("shop").build(), EngineSettings.defaults(), time);

  @Test
  void saysOnceThatEventsLiveInThisProcessOnly() {
    try (CapturedLog log = CapturedLog.of(LocalEventBus.class);
        bus) {
      bus.start();
      bus.stop(Duration.ZERO);
      bus.start();

      assertThat(log.lines())
          .containsExactly(
              "INFO The event bus is local: events live in this process only and end with it");
    }
  }

  @Test
  void saysThatItStartsAndStops() {
    try (CapturedLog log = CapturedLog.of(EngineBus.class)) {
      bus.subscribe("order.*", (order, context) -> {});
      bus.start();
      bus.start();
      bus.close();
      bus.close();

      assertThat(log.lines())
          .containsExactly(
              "INFO The event bus of group shop has started; handlers here: 1",
              "INFO The event bus of group shop has stopped");
    }
  }
}
