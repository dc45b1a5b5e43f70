package dev.postbus.micrometer;

import dev.postbus.EmitException;
import dev.postbus.EmitOptions;
import dev.postbus.EmitReceipt;
import dev.postbus.EventBusInterceptor;
import dev.postbus.EventContext;
import io.micrometer.core.instrument.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Measures how long emits and failing handlers take, and how many handlers run. */
final class MetricsInterceptor implements EventBusInterceptor {

  private final GroupMeters group;
  private final Meters meters;
  private final String source;
  private final Clock clock;

  MetricsInterceptor(GroupMeters group, Meters meters, String source) {
    this.group = group;
    this.meters = meters;
    this.source = source;
    this.clock = meters.clock();
  }

  @Override
  public AroundEmit aroundEmit(String event, EmitOptions options) {
    long begun = clock.monotonicTime();
    return new AroundEmit() {
      @Override
      public void emitted(EmitReceipt receipt) {
        record(receipt.duplicate() ? "duplicate" : "stored");
      }

      @Override
      public void failed(Throwable failure) {
        record(failure instanceof EmitException ? "failed" : "refused");
      }

      private void record(String outcome) {
        meters
            .emit(source, event, outcome)
            .record(clock.monotonicTime() - begun, TimeUnit.NANOSECONDS);
      }
    };
  }

  @Override
  public AroundHandle aroundHandle(String handler, EventContext context) {
    long begun = clock.monotonicTime();
    group.began(context.metadata().queue());
    return new AroundHandle() {
      @Override
      public void handled() {
        group.ended(context.metadata().queue());
      }

      @Override
      public void failed(Throwable failure) {
        group.ended(context.metadata().queue());
        group.failedRun(
            context.metadata(),
            handler,
            context.attempt(),
            Duration.ofNanos(clock.monotonicTime() - begun));
      }
    };
  }
}
