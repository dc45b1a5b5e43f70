package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventBusException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loop of the fixture does not run; the duty's passes are called by hand. */
class RunningReportTest {

  private final LoopFixture bus = new LoopFixture(Runnable::run);
  private final RunningReport report =
      new RunningReport(
          Duration.ofSeconds(9), bus.sessions, bus.dispatcher, bus.registry, bus.time);
  private FakeConsumer consumer;

  @BeforeEach
  void register() {
    bus.handler((payload, context) -> null);
    bus.registry.bound(bus.registry.bindings());
    bus.sessions.open(queue -> {});
    consumer = bus.consumers.get(0);
  }

  @Test
  void anIdleInstanceTellsOnceWhatItHas() {
    assertThat(report.runOnce()).isOne();
    assertThat(report.runOnce()).isZero();
    assertThat(report.runOnce()).isZero();

    assertThat(consumer.reports).hasSize(1);
    assertThat(consumer.reports.get(0).handlerIds())
        .isEqualTo(bus.registry.boundIds())
        .isNotEmpty();
    assertThat(consumer.reports.get(0).runs()).isEmpty();
  }

  @Test
  void whatWasNotToldIsToldAgain() {
    consumer.onReport = () -> CompletableFuture.failedStage(new EventBusException("away"));
    assertThat(report.runOnce()).isZero();
    consumer.onReport = () -> CompletableFuture.failedStage(new FencedException("c"));
    assertThat(report.runOnce()).isZero();
    consumer.onReport = () -> CompletableFuture.completedStage(null);

    assertThat(report.runOnce()).isOne();

    assertThat(consumer.reports).hasSize(3);
  }

  @Test
  void aNewRegistrationIsToldAnew() {
    report.runOnce();
    bus.sessions.lost(bus.sessions.current());
    assertThat(report.runOnce()).isZero();
    bus.sessions.open(queue -> {});

    assertThat(report.runOnce()).isOne();

    assertThat(bus.consumers.get(1).reports).hasSize(1);
  }
}
