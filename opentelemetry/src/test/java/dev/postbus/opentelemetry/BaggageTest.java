package dev.postbus.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.SubscribeOptions;
import dev.postbus.local.LocalEventBus;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BaggageTest {

  private static final TextMapPropagator TRACE = W3CTraceContextPropagator.getInstance();
  private static final TextMapPropagator BAGGAGE = W3CBaggagePropagator.getInstance();

  private record Seen(String tenant, Map<String, String> headers) {}

  private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();

  private EventBus bus(TextMapPropagator propagator) {
    OpenTelemetry openTelemetry = OpenTelemetry.propagating(ContextPropagators.create(propagator));
    EventBus bus =
        LocalEventBus.create(
            PostbusTracing.of(openTelemetry)
                .instrument(EventBusConfig.builder().group("shop").build()));
    bus.subscribe(
        "order.*",
        Map.class,
        SubscribeOptions.builder().id("mail").build(),
        (order, context) -> {
          if (context.metadata().event().equals("order.created")) {
            bus.emit("order.confirmed", order);
          }
          seen.add(
              new Seen(
                  String.valueOf(Baggage.current().getEntryValue("tenant")),
                  context.metadata().headers()));
        });
    bus.start();
    return bus;
  }

  private Seen next() throws InterruptedException {
    return seen.poll(10, TimeUnit.SECONDS);
  }

  @Test
  void travelsToHandlersAndOnToWhatTheyEmitWhenItIsToBePropagated() throws Exception {
    try (EventBus bus = bus(TextMapPropagator.composite(TRACE, BAGGAGE));
        Scope scope = Baggage.builder().put("tenant", "north").build().makeCurrent()) {
      assertThat(scope).isNotNull();
      bus.emit("order.created", Map.of("orderId", "A-1"));

      assertThat(next().tenant()).isEqualTo("north");
      assertThat(next().tenant()).isEqualTo("north");
    }
    assertThat(seen).isEmpty();
  }

  @Test
  void staysWhereItIsWhenItIsNotToBePropagated() throws Exception {
    try (EventBus bus = bus(TRACE);
        Scope scope = Baggage.builder().put("tenant", "north").build().makeCurrent()) {
      assertThat(scope).isNotNull();
      bus.emit("order.created", Map.of("orderId", "A-1"));

      Seen first = next();
      assertThat(first.tenant()).isEqualTo("null");
      assertThat(first.headers()).isEmpty();
    }
  }

  @Test
  void isLeftBehindWhenItIsTooLongForAHeader() throws Exception {
    try (EventBus bus = bus(BAGGAGE);
        Scope scope = Baggage.builder().put("tenant", "n".repeat(8_192)).build().makeCurrent()) {
      assertThat(scope).isNotNull();
      bus.emit("order.created", Map.of("orderId", "A-1"));

      assertThat(next().headers()).isEmpty();
    }
  }
}
