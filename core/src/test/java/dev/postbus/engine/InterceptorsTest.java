package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.postbus.EmitException;
import dev.postbus.EmitOptions;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusInterceptor;
import dev.postbus.EventContext;
import dev.postbus.EventQueue;
import dev.postbus.logging.CapturedLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InterceptorsTest {

  private final ManualTime time = new ManualTime();
  private final FakeStore store = new FakeStore();
  private final ManualExecutor callbacks = new ManualExecutor();
  private final List<String> heard = new ArrayList<>();
  private final RecordingInterceptor outer = new RecordingInterceptor("outer", heard);
  private final RecordingInterceptor inner = new RecordingInterceptor("inner", heard);
  private final CapturedLog log = CapturedLog.of(Interceptors.class);

  @AfterEach
  void close() {
    log.close();
  }

  private Emitter emitter(EventBusInterceptor... interceptors) {
    EventBusConfig.Builder config = EventBusConfig.builder().group("shop").maxPayloadBytes(40);
    for (EventBusInterceptor interceptor : interceptors) {
      config.interceptor(interceptor);
    }
    EventBusConfig built = config.build();
    return new Emitter(
        built,
        new EnvelopeCodec(TestRuns.MAPPER, built.maxPayloadBytes()),
        new Publishers(
            durability ->
                new Publisher(
                    built,
                    store,
                    new DirectoryCache(store),
                    EngineSettings.defaults(),
                    time,
                    Runnable::run,
                    new StoreWatch(time, built.listener()),
                    durability)),
        time,
        callbacks,
        new FlowCounts("shop", store, time, Runnable::run));
  }

  private String sent() {
    return new String(store.published.get(0).events().get(0).envelope(), StandardCharsets.UTF_8);
  }

  private static EmitOptions id(String eventId) {
    return EmitOptions.builder().eventId(eventId).build();
  }

  @Test
  void theOuterIsCalledFirstAndToldOfTheEndLast() {
    emitter(outer, inner).emit("order.created", Map.of(), id("e-1"));

    assertThat(heard)
        .containsExactly(
            "outer: emitting order.created",
            "inner: emitting order.created",
            "outer: headers",
            "inner: headers",
            "inner: emitted e-1 to 1",
            "outer: emitted e-1 to 1");
  }

  @Test
  void headersAreAddedAndThoseOfTheCallerAndOfTheOuterOneStay() {
    outer.headers.put("tenant", "from outer");
    outer.headers.put("trace", "from outer");
    inner.headers.put("trace", "from inner");
    inner.headers.put("zone", "from inner");

    emitter(outer, inner)
        .emit("a", Map.of(), EmitOptions.builder().header("tenant", "from caller").build());

    assertThat(sent())
        .contains(
            "\"tenant\":\"from caller\"", "\"trace\":\"from outer\"", "\"zone\":\"from inner\"");
  }

  @Test
  void anEmitGoesOnWithoutHeadersThatCannotBe() {
    outer.headers.put("Not-Allowed", "x");
    outer.headers.put("id", "another");
    outer.headers.put("fine", "y");

    emitter(outer).emit("a", Map.of(), id("e-1"));

    assertThat(sent()).contains("\"id\":\"e-1\"", "\"fine\":\"y\"").doesNotContain("Not-Allowed");
    assertThat(log.lines("ERROR"))
        .containsExactly("ERROR The event bus interceptor failed; delivery is not affected");
  }

  @Test
  void misuseIsToldAsAFailure() {
    Emitter emitter = emitter(outer);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> emitter.emit("a", Map.of("text", "x".repeat(100)), EmitOptions.none()));

    assertThat(heard)
        .containsExactly(
            "outer: emitting a", "outer: headers", "outer: failed with IllegalArgumentException");
    assertThat(store.published).isEmpty();
  }

  @Test
  void everyEventOfAListHasItsOwnEnd() {
    emitter(outer).emitAll("a", List.of(Map.of(), Map.of()), EmitOptions.none());

    assertThat(heard.stream().filter("outer: emitting a"::equals)).hasSize(2);
    assertThat(heard.stream().filter(line -> line.startsWith("outer: emitted"))).hasSize(2);
  }

  @Test
  void aListThatIsRefusedEndsAllThatHadBegun() {
    Emitter emitter = emitter(outer);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                emitter.emitAll(
                    "a", List.of(Map.of(), Map.of("text", "x".repeat(100))), EmitOptions.none()));

    assertThat(heard.stream().filter("outer: emitting a"::equals)).hasSize(2);
    assertThat(heard.stream().filter("outer: failed with IllegalArgumentException"::equals))
        .hasSize(2);
  }

  @Test
  void whatTheStoreRefusesIsToldAsAFailure() {
    store.onPublish =
        batch -> CompletableFuture.failedStage(new NotStoredException("out of memory", null));
    Emitter emitter = emitter(outer);

    Throwable thrown = catchThrowable(() -> emitter.emit("a", Map.of(), EmitOptions.none()));

    assertThat(thrown).isInstanceOf(EmitException.class);
    assertThat(heard).last().isEqualTo("outer: failed with EmitException");
  }

  @Test
  void anAsynchronousEmitEndsWithItsReceipt() {
    CompletableFuture<?> receipt =
        emitter(outer).emitAsync("a", Map.of(), id("e-1")).toCompletableFuture();
    assertThat(heard).containsExactly("outer: emitting a", "outer: headers");

    callbacks.runAll();

    assertThat(receipt).isCompleted();
    assertThat(heard).last().isEqualTo("outer: emitted e-1 to 1");
  }

  @Test
  void oneThatAlwaysThrowsChangesNothingAndKeepsNobodyElseFromBeingCalled() {
    outer.misdeed =
        () -> {
          throw new OutOfMemoryError("of all things");
        };
    inner.headers.put("zone", "eu");

    emitter(outer, inner).emit("a", Map.of(), id("e-1"));

    assertThat(sent()).contains("\"zone\":\"eu\"");
    assertThat(heard).contains("inner: emitted e-1 to 1");
    assertThat(log.lines("ERROR")).isNotEmpty();
  }

  @Test
  @SuppressWarnings("NullAway") // what a careless interceptor does
  void oneThatReturnsNullIsReportedAndLeftOut() {
    EventBusInterceptor careless =
        new EventBusInterceptor() {
          @Override
          public AroundEmit aroundEmit(String event, EmitOptions options) {
            return null;
          }
        };

    emitter(careless, inner).emit("a", Map.of(), id("e-1"));

    assertThat(heard).contains("inner: emitted e-1 to 1");
    assertThat(log.lines("ERROR")).hasSize(1);
  }

  private final TestRuns runs = new TestRuns(time);

  private HandlerRun run(RegisteredHandler handler, EventBusInterceptor... interceptors) {
    EventBusConfig.Builder config = EventBusConfig.builder();
    for (EventBusInterceptor interceptor : interceptors) {
      config.interceptor(interceptor);
    }
    Interceptors all = Interceptors.of(config.build(), time);
    HandlerRun.Observer observer =
        new ForwardingObserver(runs) {
          @Override
          public EventBusInterceptor.AroundHandle around(HandlerRun run) {
            return all.aroundHandle(run.handler.id(), run);
          }
        };
    return new HandlerRun(
        runs.delivery(TestRuns.claim("d1", EventQueue.DEFAULT, "", Map.of())),
        1,
        handler,
        1,
        3,
        time,
        observer);
  }

  @Test
  void aRunIsSurroundedOnTheHandlersThread() {
    RegisteredHandler handler =
        TestRuns.handler(
            (payload, context) -> {
              heard.add("the handler");
              return null;
            });

    run(handler, outer, inner).execute(resumed -> {});

    assertThat(heard)
        .containsExactly(
            "outer: handling e-d1 handler 1",
            "inner: handling e-d1 handler 1",
            "the handler",
            "inner: returned",
            "outer: returned",
            "inner: handled",
            "outer: handled");
  }

  @Test
  void aHandlerThatThrowsHasReturnedAndFailed() {
    RegisteredHandler handler =
        TestRuns.handler(
            (payload, context) -> {
              throw new AssertionError("an error too");
            });

    run(handler, outer).execute(resumed -> {});

    assertThat(heard)
        .containsExactly(
            "outer: handling e-d1 handler 1",
            "outer: returned",
            "outer: failed with AssertionError");
  }

  @Test
  void aStageEndsTheRunAfterTheHandlerHasReturned() {
    CompletableFuture<String> stage = new CompletableFuture<>();

    run(TestRuns.handler((payload, context) -> stage), outer).execute(resumed -> {});
    assertThat(heard).containsExactly("outer: handling e-d1 handler 1", "outer: returned");
    stage.completeExceptionally(new IllegalStateException("later"));

    assertThat(heard)
        .containsExactly(
            "outer: handling e-d1 handler 1",
            "outer: returned",
            "outer: failed with IllegalStateException");
  }

  @Test
  void aRunThatTookTooLongFailedAlthoughTheHandlerEndedWell() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    RegisteredHandler handler =
        TestRuns.withTimeout(TestRuns.handler((payload, context) -> stage), Duration.ofSeconds(1));

    run(handler, outer).execute(resumed -> {});
    time.advance(Duration.ofSeconds(2));
    stage.complete("too late");

    assertThat(heard).last().isEqualTo("outer: failed with TimeoutException");
  }

  @Test
  void whatIsNotCalledIsNotSurrounded() {
    RegisteredHandler wrong =
        TestRuns.handler("handler", Integer.class, (payload, context) -> null);

    run(wrong, outer).execute(resumed -> {});

    assertThat(heard).isEmpty();
  }

  @Test
  void oneThatAlwaysThrowsDisturbsNoRun() {
    outer.misdeed =
        () -> {
          throw new StackOverflowError("of all things");
        };
    AtomicReference<EventContext> called = new AtomicReference<>();
    RegisteredHandler handler =
        TestRuns.handler(
            (payload, context) -> {
              called.set(context);
              return null;
            });

    HandlerRun run = run(handler, outer);
    run.execute(resumed -> {});
    run.report();

    assertThat(called.get()).isSameAs(run);
    assertThat(runs.heard).containsExactly("started d1", "ended d1 well");
  }

  @Test
  void anInterruptThatOneLeavesBehindHitsNobodyElse() {
    outer.misdeed = () -> Thread.currentThread().interrupt();
    List<Boolean> interrupted = new ArrayList<>();
    RegisteredHandler handler =
        TestRuns.handler(
            (payload, context) -> {
              interrupted.add(Thread.currentThread().isInterrupted());
              return null;
            });

    run(handler, outer).execute(resumed -> {});

    assertThat(interrupted).containsExactly(false);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
