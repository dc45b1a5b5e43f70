package dev.postbus.opentelemetry;

import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.postbus.Backoff;
import dev.postbus.EmitOptions;
import dev.postbus.EmitReceipt;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusInterceptor;
import dev.postbus.EventContext;
import dev.postbus.SubscribeOptions;
import dev.postbus.local.LocalEventBus;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PostbusTracingTest {

  private static final Map<String, Object> ORDER = Map.of("orderId", "A-1");

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final OpenTelemetrySdk sdk = sdk(Sampler.alwaysOn());
  private final Tracer tracer = sdk.getTracer("test");
  private final List<AutoCloseable> opened = new ArrayList<>(List.of(sdk));

  private OpenTelemetrySdk sdk(Sampler sampler) {
    return OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder()
                .setSampler(sampler)
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build())
        .build();
  }

  @AfterEach
  void close() throws Exception {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
  }

  private static EventBusConfig config() {
    return EventBusConfig.builder().group("shop").backoff(Backoff.none()).build();
  }

  private EventBus bus(EventBusConfig config) {
    EventBus bus = LocalEventBus.create(config);
    opened.add(bus);
    bus.start();
    return bus;
  }

  private EventBus traced() {
    return bus(PostbusTracing.of(sdk).instrument(config()));
  }

  private static SubscribeOptions handler(String id) {
    return SubscribeOptions.builder().id(id).attempts(2).build();
  }

  private List<SpanData> spans(int count) {
    await().until(() -> exporter.getFinishedSpanItems().size() >= count);
    assertThat(exporter.getFinishedSpanItems()).hasSize(count);
    return exporter.getFinishedSpanItems();
  }

  private static SpanData named(List<SpanData> spans, String name) {
    List<SpanData> found = spans.stream().filter(span -> span.getName().equals(name)).toList();
    assertThat(found).as(name).hasSize(1);
    return found.get(0);
  }

  @Test
  void anEmitAndItsHandlingAreSpansByTheConventions() {
    EventBus bus = traced();
    bus.subscribe("order.created", Map.class, handler("mail"), (order, context) -> {});

    EmitReceipt receipt =
        bus.emit("order.created", ORDER, EmitOptions.builder().correlationId("request-7").build());

    List<SpanData> spans = spans(2);
    SpanData emit = named(spans, "emit order.created");
    SpanData handle = named(spans, "handle order.created");
    assertThat(emit)
        .hasKind(SpanKind.PRODUCER)
        .hasNoParent()
        .hasStatus(StatusData.unset())
        .hasAttributes(
            Attributes.builder()
                .put("messaging.system", "postbus")
                .put("messaging.operation.name", "emit")
                .put("messaging.operation.type", "send")
                .put("messaging.destination.name", "order.created")
                .put("messaging.message.id", receipt.eventId())
                .put("messaging.message.conversation_id", "request-7")
                .build());
    assertThat(handle)
        .hasKind(SpanKind.CONSUMER)
        .hasTraceId(emit.getTraceId())
        .hasParent(emit)
        .hasStatus(StatusData.unset())
        .hasAttributes(
            Attributes.builder()
                .put("messaging.system", "postbus")
                .put("messaging.operation.name", "handle")
                .put("messaging.operation.type", "process")
                .put("messaging.destination.name", "order.created")
                .put("messaging.destination.subscription.name", "mail")
                .put("messaging.consumer.group.name", "shop")
                .put("messaging.message.id", receipt.eventId())
                .put("messaging.message.conversation_id", "request-7")
                .put("messaging.postbus.destination.queue", "default")
                .put("messaging.postbus.message.delivery_attempt", 1L)
                .build());
    assertThat(handle.getLinks())
        .singleElement()
        .satisfies(
            link -> {
              assertThat(link.getSpanContext().getSpanId()).isEqualTo(emit.getSpanId());
              assertThat(link.getSpanContext().getTraceId()).isEqualTo(emit.getTraceId());
              assertThat(link.getSpanContext().isRemote()).isTrue();
            });
    assertThat(emit.getInstrumentationScopeInfo().getName()).isEqualTo("dev.postbus.opentelemetry");
  }

  @Test
  void theTraceGoesOnFromWhatSurroundsTheEmitToWhatHandlersEmit() {
    EventBus bus = traced();
    List<Map<String, String>> headers = new CopyOnWriteArrayList<>();
    bus.subscribe(
        "order.created",
        Map.class,
        handler("payments"),
        (order, context) -> {
          tracer.spanBuilder("charge").startSpan().end();
          bus.emit("order.paid", ORDER);
        });
    bus.subscribe(
        "order.paid",
        Map.class,
        handler("mail"),
        (order, context) -> headers.add(context.metadata().headers()));

    Span checkout = tracer.spanBuilder("checkout").startSpan();
    Runnable emitting = () -> bus.emit("order.created", ORDER);
    Context.current().with(checkout).wrap(emitting).run();
    checkout.end();

    List<SpanData> spans = spans(6);
    SpanData emit = named(spans, "emit order.created");
    SpanData handle = named(spans, "handle order.created");
    SpanData emitPaid = named(spans, "emit order.paid");
    assertThat(emit).hasParent(named(spans, "checkout"));
    assertThat(handle).hasParent(emit);
    assertThat(named(spans, "charge")).hasParent(handle);
    assertThat(emitPaid).hasParent(handle);
    assertThat(named(spans, "handle order.paid")).hasParent(emitPaid);
    assertThat(spans)
        .allSatisfy(span -> assertThat(span).hasTraceId(checkout.getSpanContext().getTraceId()));
    assertThat(headers)
        .singleElement()
        .isEqualTo(
            Map.of(
                "traceparent",
                "00-%s-%s-%s"
                    .formatted(
                        emitPaid.getTraceId(),
                        emitPaid.getSpanId(),
                        emitPaid.getSpanContext().getTraceFlags().asHex())));
  }

  @Test
  void everyAttemptIsASpanAndAFailedOneSaysWhy() {
    EventBus bus = traced();
    bus.subscribe(
        "order.created",
        Map.class,
        handler("flaky"),
        (order, context) -> {
          if (context.attempt() == 1) {
            throw new IllegalStateException("card network busy");
          }
        });

    bus.emit("order.created", ORDER);

    List<SpanData> attempts =
        spans(3).stream().filter(span -> span.getKind() == SpanKind.CONSUMER).toList();
    assertThat(attempts.get(0))
        .hasStatus(
            StatusData.create(io.opentelemetry.api.trace.StatusCode.ERROR, "card network busy"))
        .hasAttribute(AttributeKey.stringKey("error.type"), "java.lang.IllegalStateException")
        .hasAttribute(AttributeKey.longKey("messaging.postbus.message.delivery_attempt"), 1L);
    assertThat(attempts.get(0).getEvents())
        .singleElement()
        .satisfies(event -> assertThat(event.getName()).isEqualTo("exception"));
    assertThat(attempts.get(1))
        .hasStatus(StatusData.unset())
        .hasAttribute(AttributeKey.longKey("messaging.postbus.message.delivery_attempt"), 2L)
        .hasParentSpanId(attempts.get(0).getParentSpanId());
  }

  @Test
  void anExceptionThatCannotSayWhyEndsTheSpanAllTheSame() {
    EventBus bus = traced();
    bus.subscribe(
        "order.created",
        Map.class,
        handler("mail"),
        (order, context) -> {
          throw new Mute();
        });

    bus.emit("order.created", ORDER);

    assertThat(spans(3).stream().filter(span -> span.getName().equals("handle order.created")))
        .hasSize(2)
        .allSatisfy(
            span ->
                assertThat(span)
                    .hasStatus(StatusData.error())
                    .hasAttribute(AttributeKey.stringKey("error.type"), Mute.class.getName()));
  }

  private static final class Mute extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message either");
    }
  }

  @Test
  void aStageEndsTheSpanAndTheContextIsCurrentWhereTheHandlerWasCalled() {
    EventBus bus = traced();
    CompletableFuture<String> stage = new CompletableFuture<>();
    bus.subscribeAsync(
        "order.created",
        Map.class,
        handler("later"),
        (order, context) -> {
          Executor inTrace = Context.current().wrap((Executor) ForkJoinPool.commonPool());
          return stage.thenRunAsync(() -> bus.emit("order.paid", ORDER), inTrace);
        });

    bus.emit("order.created", ORDER);
    spans(1);
    stage.complete("done");

    List<SpanData> spans = spans(3);
    assertThat(named(spans, "emit order.paid")).hasParent(named(spans, "handle order.created"));
  }

  @Test
  void nothingStaysOnTheHandlersThread() {
    List<Boolean> inASpan = new CopyOnWriteArrayList<>();
    EventBusInterceptor outer =
        new EventBusInterceptor() {
          @Override
          public AroundHandle aroundHandle(String handler, EventContext context) {
            inASpan.add(Span.current().getSpanContext().isValid());
            return new AroundHandle() {
              @Override
              public void returned() {
                inASpan.add(Span.current().getSpanContext().isValid());
              }
            };
          }
        };
    EventBus bus =
        bus(PostbusTracing.of(sdk).instrument(config().toBuilder().interceptor(outer).build()));
    bus.subscribe(
        "order.created",
        Map.class,
        handler("mail"),
        (order, context) -> inASpan.add(Span.current().getSpanContext().isValid()));

    bus.emit("order.created", ORDER);

    spans(2);
    assertThat(inASpan).containsExactly(false, true, false);
  }

  @Test
  void aSpanAroundTheHandlerIsItsParent() {
    EventBusInterceptor outer =
        new EventBusInterceptor() {
          @Override
          public AroundHandle aroundHandle(String handler, EventContext context) {
            Span span = tracer.spanBuilder("poll").startSpan();
            Scope scope = span.makeCurrent();
            return new AroundHandle() {
              @Override
              public void returned() {
                scope.close();
                span.end();
              }
            };
          }
        };
    EventBus bus =
        bus(PostbusTracing.of(sdk).instrument(config().toBuilder().interceptor(outer).build()));
    bus.subscribe("order.created", Map.class, handler("mail"), (order, context) -> {});

    bus.emit("order.created", ORDER);

    List<SpanData> spans = spans(3);
    SpanData handle = named(spans, "handle order.created");
    assertThat(handle).hasParent(named(spans, "poll"));
    assertThat(handle.getLinks().get(0).getSpanContext().getSpanId())
        .isEqualTo(named(spans, "emit order.created").getSpanId());
  }

  @Test
  void aRunCanBeATraceOfItsOwnThatLinksToTheEmit() {
    EventBus bus =
        bus(PostbusTracing.builder(sdk).continueTrace(false).build().instrument(config()));
    bus.subscribe("order.created", Map.class, handler("mail"), (order, context) -> {});

    bus.emit("order.created", ORDER);

    List<SpanData> spans = spans(2);
    SpanData emit = named(spans, "emit order.created");
    SpanData handle = named(spans, "handle order.created");
    assertThat(handle).hasNoParent();
    assertThat(handle.getTraceId()).isNotEqualTo(emit.getTraceId());
    assertThat(handle.getLinks().get(0).getSpanContext().getSpanId()).isEqualTo(emit.getSpanId());
  }

  @Test
  void whereTheCallerSaysAnEventComesFromIsKeptWithItsState() {
    EventBus bus = traced();
    List<Map<String, String>> headers = new CopyOnWriteArrayList<>();
    bus.subscribe(
        "order.created",
        Map.class,
        handler("mail"),
        (order, context) -> headers.add(context.metadata().headers()));
    String traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    EmitOptions options =
        EmitOptions.builder()
            .header("traceparent", traceparent)
            .header("tracestate", "vendor=value")
            .build();

    bus.emit("order.created", ORDER, options);

    List<SpanData> spans = spans(2);
    assertThat(headers)
        .containsExactly(Map.of("traceparent", traceparent, "tracestate", "vendor=value"));
    SpanData emit = named(spans, "emit order.created");
    assertThat(emit).hasKind(SpanKind.CLIENT);
    assertThat(emit.getLinks().get(0).getSpanContext().getSpanId()).isEqualTo("b7ad6b7169203331");
    SpanData handle = named(spans, "handle order.created");
    assertThat(handle)
        .hasTraceId("0af7651916cd43dd8448eb211c80319c")
        .hasParentSpanId("b7ad6b7169203331");
    assertThat(handle.getSpanContext().getTraceState().get("vendor")).isEqualTo("value");
  }

  @Test
  void everyEventOfAListHasASpanOfItsOwnAndARefusedOneSaysWhy() {
    EventBus bus =
        bus(PostbusTracing.of(sdk).instrument(config().toBuilder().maxPayloadBytes(20).build()));

    bus.emitAll("order.created", List.of(ORDER, ORDER), EmitOptions.none());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bus.emit("order.large", Map.of("text", "x".repeat(100))));

    List<SpanData> spans = spans(3);
    assertThat(spans.stream().filter(span -> span.getName().equals("emit order.created")))
        .hasSize(2);
    assertThat(named(spans, "emit order.large"))
        .hasAttribute(AttributeKey.stringKey("error.type"), "java.lang.IllegalArgumentException");
  }

  @Test
  void whatIsNotSampledTravelsAllTheSame() {
    try (OpenTelemetrySdk silent = sdk(Sampler.alwaysOff())) {
      EventBus bus = bus(PostbusTracing.of(silent).instrument(config()));
      CompletableFuture<String> traceparent = new CompletableFuture<>();
      bus.subscribe(
          "order.created",
          Map.class,
          handler("mail"),
          (order, context) ->
              traceparent.complete(context.metadata().headers().get("traceparent")));

      bus.emit("order.created", ORDER);

      // The last but one bit says that the trace id is random, the last that it is sampled.
      assertThat(traceparent.join()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[02]");
      assertThat(exporter.getFinishedSpanItems()).isEmpty();
    }
  }

  @Test
  void withoutAnSdkNothingIsAdded() {
    EventBus bus = bus(PostbusTracing.of(OpenTelemetry.noop()).instrument(config()));
    CompletableFuture<Map<String, String>> headers = new CompletableFuture<>();
    bus.subscribe(
        "order.created",
        Map.class,
        handler("mail"),
        (order, context) -> headers.complete(context.metadata().headers()));

    bus.emit("order.created", ORDER);

    assertThat(headers.join()).isEmpty();
  }

  @Test
  void aBrokenTraceparentIsNoParent() {
    EventBus bus = traced();
    bus.subscribe("order.created", Map.class, handler("mail"), (order, context) -> {});

    bus.emit(
        "order.created", ORDER, EmitOptions.builder().header("traceparent", "nonsense").build());

    SpanData handle = named(spans(2), "handle order.created");
    assertThat(handle).hasNoParent();
    assertThat(handle.getLinks()).isEmpty();
  }
}
