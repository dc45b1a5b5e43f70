package dev.postbus.engine;

import static dev.postbus.engine.LoopFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventBusException;
import dev.postbus.EventQueue;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The loop when the store does not answer, or knows it no more; handlers run on its own thread. */
@Timeout(60)
class ClaimLoopRegistrationTest {

  private final LoopFixture bus = new LoopFixture(Runnable::run);

  @AfterEach
  void stop() {
    bus.close();
  }

  static Stream<Supplier<CompletionStage<ExchangeReply>>> noAnswers() {
    return Stream.of(
        () -> CompletableFuture.failedStage(new EventBusException("no connection")),
        () -> CompletableFuture.failedStage(new java.io.IOException("connection reset")),
        () -> CompletableFuture.failedStage(new IllegalStateException("shutting down")),
        () -> CompletableFuture.failedStage(new CancellationException()),
        () -> {
          throw new RejectedExecutionException("client is shut down");
        });
  }

  @ParameterizedTest
  @MethodSource("noAnswers")
  void theVerySameRequestIsRepeatedUntilThereIsAnAnswer(
      Supplier<CompletionStage<ExchangeReply>> noAnswer) {
    bus.handler((payload, context) -> null);
    AtomicInteger asked = new AtomicInteger();
    bus.prepare =
        consumer ->
            consumer.onExchange =
                request -> {
                  if (request.requestId() == 1) {
                    return CompletableFuture.completedStage(
                        FakeConsumer.claims(List.of(LoopFixture.claim("d1", EventQueue.LOW))));
                  }
                  return asked.incrementAndGet() < 3
                      ? noAnswer.get()
                      : CompletableFuture.completedStage(FakeConsumer.NOTHING);
                };

    bus.loop.start();
    bus.consumer(1).untilExchanges(4);

    List<ExchangeRequest> requests = bus.consumer(1).exchanges;
    assertThat(requests.get(1).settlements()).containsExactly(new Settlement.Done("d1", 1));
    assertThat(requests.get(2)).isSameAs(requests.get(1));
    assertThat(requests.get(3)).isSameAs(requests.get(1));
    eventually().until(() -> bus.listener.heard.contains("handled e-d1 mail 1 in PT0S"));
    assertThat(bus.listener.heard)
        .containsSubsequence("store available: false", "store available: true");
    assertThat(bus.consumers).hasSize(1);
  }

  @Test
  void afterTheLeaseWasLostItRegistersAnewAndWhatItHeldIsVoid() {
    bus.handler((payload, context) -> null);
    bus.prepare =
        consumer ->
            consumer.onExchange =
                request -> {
                  if (!consumer.id().equals("consumer-1")) {
                    return CompletableFuture.completedStage(FakeConsumer.NOTHING);
                  }
                  return request.requestId() == 1
                      ? CompletableFuture.completedStage(
                          FakeConsumer.claims(List.of(LoopFixture.claim("d1", EventQueue.LOW))))
                      : CompletableFuture.failedStage(new FencedException("consumer-1"));
                };

    bus.loop.start();
    bus.consumer(2).untilExchanges(1);

    assertThat(bus.consumer(1).exchanges).hasSize(2);
    assertThat(bus.consumer(1).closes).hasValue(1);
    assertThat(bus.consumer(2).exchanges.get(0).requestId()).isEqualTo(1);
    assertThat(bus.consumer(2).exchanges.get(0).settlements()).isEmpty();
    assertThat(bus.consumer(2).exchanges.get(0).wanted().keySet())
        .containsExactlyInAnyOrder(EventQueue.values());
    assertThat(bus.listener.heard).containsExactly("started e-d1 mail 1", "lease lost of shop");
  }

  @Test
  void whoRegistersAnewBindsAgainBeforeBecauseTheStoreMayHaveForgottenAll() {
    bus.handler((payload, context) -> null);
    bus.bindingFails =
        () -> {
          if (bus.bindings.get() == 1) {
            throw new EventBusException("no connection");
          }
        };
    bus.loop.start();
    FakeConsumer first = bus.consumer(1);
    eventually().until(() -> first.armed.size() == 3);
    assertThat(bus.bindings).as("the first time the start of the bus has bound").hasValue(0);

    bus.loop.fenced(bus.sessions.current());

    bus.consumer(2).untilExchanges(1);
    assertThat(bus.bindings).hasValue(2);
  }

  @Test
  void aHeartbeatThatWasRefusedEndsTheRegistrationToo() {
    bus.handler((payload, context) -> null);
    bus.loop.start();
    FakeConsumer first = bus.consumer(1);
    eventually().until(() -> first.armed.size() == 3);

    bus.loop.fenced(bus.sessions.current());

    bus.consumer(2).untilExchanges(1);
    assertThat(bus.listener.heard).containsExactly("lease lost of shop");
  }

  @Test
  void whatBreaksTheLoopEndsTheRegistrationAndWhatItHolds() {
    bus.handler((payload, context) -> null);
    bus.prepare =
        consumer ->
            consumer.onArm =
                queue -> {
                  if (consumer.id().equals("consumer-1")) {
                    throw new IllegalStateException("a defect");
                  }
                };

    bus.loop.start();

    bus.consumer(2).untilExchanges(1);
    assertThat(bus.consumer(1).closes).hasValue(1);
  }

  @Test
  void aRegistrationThatFailsIsTriedAgain() {
    bus.handler((payload, context) -> null);
    AtomicInteger tries = new AtomicInteger();
    java.util.function.Function<ConsumerInfo, CompletionStage<Consumer>> works =
        bus.store.onRegister;
    bus.store.onRegister =
        info ->
            tries.incrementAndGet() < 3
                ? CompletableFuture.failedStage(new EventBusException("no connection"))
                : works.apply(info);

    bus.loop.start();

    bus.consumer(1).untilExchanges(1);
    assertThat(tries).hasValue(3);
  }
}
