package dev.postbus.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.SubscribeOptions;
import dev.postbus.redisson.RedisSettings;
import dev.postbus.redisson.RedissonEventBus;
import dev.postbus.testkit.redis.PrivateRedis;
import dev.postbus.testkit.redis.RedisEndpoint;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TraceAcrossProcessesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A span as the worker prints it. */
  private record Printed(
      String name, String traceId, String spanId, String parentSpanId, String linkedSpanId) {

    static Printed of(String line) {
      String[] parts = line.split("\\|", -1);
      return new Printed(parts[1], parts[2], parts[3], parts[4], parts[5]);
    }
  }

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final List<String> printed = new CopyOnWriteArrayList<>();

  private static Process worker(RedisEndpoint redis) throws IOException {
    return new ProcessBuilder(
            String.join(File.separator, System.getProperty("java.home"), "bin", "java"),
            "-cp",
            System.getProperty("java.class.path"),
            TracedWorker.class.getName(),
            redis.host(),
            String.valueOf(redis.port()),
            "traced")
        .redirectErrorStream(true)
        .start();
  }

  private void read(Process worker) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines = worker.inputReader(StandardCharsets.UTF_8)) {
                lines.lines().forEach(printed::add);
              } catch (java.io.IOException | java.io.UncheckedIOException ended) {
                printed.add("the output ended: " + ended);
              }
            },
            "worker-output");
    reader.setDaemon(true);
    reader.start();
  }

  private SpanData own(String name) {
    return exporter.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Printed ofWorker(String name) {
    return printed.stream()
        .filter(line -> line.startsWith("SPAN|" + name + "|"))
        .map(Printed::of)
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + printed));
  }

  @Test
  void aTraceCrossesToAnotherProcessAndBack() throws Exception {
    try (PrivateRedis redis = PrivateRedis.start();
        OpenTelemetrySdk sdk =
            OpenTelemetrySdk.builder()
                .setTracerProvider(
                    SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .build())
                .build();
        EventBus bus =
            RedissonEventBus.connect(
                PostbusTracing.of(sdk)
                    .instrument(EventBusConfig.builder().namespace("traced").group("shop").build()),
                RedisSettings.of(redis.endpoint().host(), redis.endpoint().port()))) {
      bus.subscribe(
          "order.paid",
          Map.class,
          SubscribeOptions.builder().id("mail").build(),
          (order, context) -> {});
      bus.start();
      Process worker = worker(redis.endpoint());
      try {
        read(worker);
        await().atMost(PATIENCE).until(() -> printed.contains("READY"));

        Span checkout = sdk.getTracer("test").spanBuilder("checkout").startSpan();
        Runnable emitting = () -> bus.emit("order.created", Map.of("orderId", "A-1"));
        Context.current().with(checkout).wrap(emitting).run();
        checkout.end();

        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    exporter.getFinishedSpanItems().stream()
                        .anyMatch(span -> span.getName().equals("handle order.paid")));
        await()
            .atMost(PATIENCE)
            .until(() -> printed.stream().filter(line -> line.startsWith("SPAN|")).count() == 2);
        checkTrace(checkout);
      } finally {
        worker.getOutputStream().close();
        if (!worker.waitFor(20, java.util.concurrent.TimeUnit.SECONDS)) {
          worker.destroyForcibly();
        }
      }
    }
  }

  private void checkTrace(Span checkout) {
    String traceId = checkout.getSpanContext().getTraceId();
    SpanData emit = own("emit order.created");
    Printed handle = ofWorker("handle order.created");
    Printed emitPaid = ofWorker("emit order.paid");
    SpanData handlePaid = own("handle order.paid");

    assertThat(emit.getParentSpanId()).isEqualTo(checkout.getSpanContext().getSpanId());
    assertThat(handle.traceId()).isEqualTo(traceId);
    assertThat(handle.parentSpanId()).isEqualTo(emit.getSpanId());
    assertThat(handle.linkedSpanId()).isEqualTo(emit.getSpanId());
    assertThat(emitPaid.traceId()).isEqualTo(traceId);
    assertThat(emitPaid.parentSpanId()).isEqualTo(handle.spanId());
    assertThat(handlePaid.getTraceId()).isEqualTo(traceId);
    assertThat(handlePaid.getParentSpanId()).isEqualTo(emitPaid.spanId());
    assertThat(handlePaid.getLinks().get(0).getSpanContext().getSpanId())
        .isEqualTo(emitPaid.spanId());
  }
}
