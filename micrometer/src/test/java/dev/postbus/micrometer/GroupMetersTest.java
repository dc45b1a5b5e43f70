package dev.postbus.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventMetadata;
import dev.postbus.EventQueue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GroupMetersTest {

  private record Event(String eventId) implements EventMetadata {

    @Override
    public String event() {
      return "order.created";
    }

    @Override
    public Instant timestamp() {
      return Instant.EPOCH;
    }

    @Override
    public String source() {
      return "web";
    }

    @Override
    public EventQueue queue() {
      return EventQueue.DEFAULT;
    }

    @Override
    public Optional<String> correlationId() {
      return Optional.empty();
    }

    @Override
    public Map<String, String> headers() {
      return Map.of();
    }
  }

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final GroupMeters meters = new GroupMeters(new Meters(registry, 10, false), "shop");

  /** An instance that stops for good with failed runs may be followed by another in this JVM. */
  @Test
  void failedRunsWhoseOutcomeIsNeverToldMakeRoomForNewOnes() {
    for (int number = 0; number <= GroupMeters.MOST_FAILED_RUNS; number++) {
      meters.failedRun(new Event("lost-" + number), "mail", 1, Duration.ofSeconds(1));
    }
    meters.failedRun(new Event("new"), "mail", 1, Duration.ofSeconds(2));

    meters.unhandled(new Event("new"), "mail", 1, "retry");
    meters.unhandled(new Event("lost-0"), "mail", 1, "retry");

    assertThat(registry.get("postbus.process").tag("outcome", "retry").timer())
        .satisfies(
            timer -> {
              assertThat(timer.count()).isEqualTo(2);
              assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(2.0);
            });
  }
}
