package dev.postbus.opentelemetry;

import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.SubscribeOptions;
import dev.postbus.redisson.RedisSettings;
import dev.postbus.redisson.RedissonEventBus;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.Map;

/** A process that handles orders, emits that they are paid, and prints its spans. */
final class TracedWorker {

  private TracedWorker() {}

  private static final class Printer implements SpanExporter {

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      for (SpanData span : spans) {
        System.out.println(
            String.join(
                "|",
                "SPAN",
                span.getName(),
                span.getTraceId(),
                span.getSpanId(),
                span.getParentSpanId(),
                span.getLinks().isEmpty()
                    ? ""
                    : span.getLinks().get(0).getSpanContext().getSpanId()));
      }
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  /** Takes the host and port of Redis and the namespace; ends when its input does. */
  public static void main(String[] arguments) throws Exception {
    EventBusConfig config =
        EventBusConfig.builder().namespace(arguments[2]).group("payments").build();
    try (OpenTelemetrySdk sdk =
            OpenTelemetrySdk.builder()
                .setTracerProvider(
                    SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(new Printer()))
                        .build())
                .build();
        EventBus bus =
            RedissonEventBus.connect(
                PostbusTracing.of(sdk).instrument(config),
                RedisSettings.of(arguments[0], Integer.parseInt(arguments[1])))) {
      bus.subscribe(
          "order.created",
          Map.class,
          SubscribeOptions.builder().id("charge").build(),
          (order, context) -> bus.emit("order.paid", Map.of("orderId", order.get("orderId"))));
      bus.start();
      System.out.println("READY");
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    }
  }
}
