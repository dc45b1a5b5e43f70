package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static dev.postbus.testkit.contract.Eventually.throughout;
import static dev.postbus.testkit.contract.Transitions.Kind.RETRIED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.Backoff;
import dev.postbus.EventBus;
import dev.postbus.EventQueue;
import dev.postbus.PermanentFailureException;
import dev.postbus.QueueCounts;
import dev.postbus.QueueSettings;
import dev.postbus.RetryAfterException;
import dev.postbus.SubscribeOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What handlers that return a stage promise and are promised. */
public interface AsyncHandlerContract extends Contract {

  private static SubscribeOptions options(int attempts, Backoff backoff) {
    return SubscribeOptions.builder().id("handler").attempts(attempts).backoff(backoff).build();
  }

  private static QueueCounts counts(EventBus bus) {
    return bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT);
  }

  private static List<Duration> delays(Transitions transitions) {
    return transitions.of(RETRIED).stream().map(Transitions.Transition::delay).toList();
  }

  @Test
  default void handlesAsynchronouslyAndAcknowledgesWhenTheStageEnds(Buses buses) {
    EventBus bus = buses.started();
    CompletableFuture<String> stage = new CompletableFuture<>();
    bus.subscribeAsync(Ping.EVENT, Ping.class, SubscribeOptions.none(), (ping, context) -> stage);

    bus.emit(new Ping(1));

    eventually(() -> assertThat(counts(bus).inFlight()).isOne());
    throughout(Duration.ofMillis(100), () -> assertThat(counts(bus).handled()).isZero());
    stage.complete("done");
    eventually(() -> assertThat(counts(bus).handled()).isOne());
    assertThat(counts(bus).inFlight()).isZero();
  }

  @Test
  @Behaviour(46)
  default void holdsTheSlotUntilTheStageEnds(Buses buses) {
    EventBus bus = buses.started(buses.config().queue(EventQueue.DEFAULT, QueueSettings.of(1, 3)));
    CompletableFuture<String> stage = new CompletableFuture<>();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribeAsync(
        Ping.EVENT,
        Ping.class,
        SubscribeOptions.none(),
        (ping, context) -> {
          inbox.handle(ping, context);
          return ping.number() == 1 ? stage : CompletableFuture.completedFuture("at once");
        });

    bus.emitAll(Ping.upTo(3));
    inbox.awaitCall(1);

    throughout(Duration.ofMillis(150), () -> assertThat(inbox.calls()).hasSize(1));
    stage.complete("done");
    eventually(() -> assertThat(inbox.payloads()).isEqualTo(Ping.upTo(3)));
  }

  @Test
  @Behaviour(31)
  default void failsTheAttemptWithAFailedStage(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribeAsync(
        Ping.EVENT,
        Ping.class,
        options(3, Backoff.none()),
        (ping, context) -> {
          inbox.handle(ping, context);
          return switch (context.attempt()) {
            case 1 -> CompletableFuture.failedFuture(new IOException("failed from the start"));
            case 2 ->
                CompletableFuture.supplyAsync(
                    () -> {
                      throw new IllegalStateException("failed later");
                    });
            default -> CompletableFuture.completedFuture("done");
          };
        });

    bus.emit(new Ping(1));

    eventually(() -> assertThat(counts(bus).handled()).isOne());
    assertThat(inbox.attempts()).containsExactly(1, 2, 3);
  }

  @Test
  @Behaviour(31)
  default void failsTheAttemptOfAnAsynchronousHandlerThatThrowsOrReturnsNothing(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribeAsync(
        Ping.EVENT,
        Ping.class,
        options(2, Backoff.none()),
        (ping, context) -> {
          inbox.handle(ping, context);
          if (context.attempt() == 1) {
            throw new IOException("before there was a stage");
          }
          return nothing();
        });

    bus.emit(new Ping(1));

    eventually(() -> assertThat(counts(bus).dead()).isOne());
    assertThat(inbox.attempts()).containsExactly(1, 2);
    assertThat(bus.admin().deadLetters(Buses.GROUP, 0, 1).get(0).reason())
        .contains("null", "CompletionStage");
  }

  @SuppressWarnings("NullAway") // what a careless handler does
  private static CompletionStage<?> nothing() {
    return null;
  }

  @Test
  @Behaviour(31)
  default void obeysPermanentFailureAndRetryAfterOfAStage(Buses buses) {
    Transitions transitions = new Transitions();
    EventBus bus = buses.started(buses.config().listener(transitions));
    bus.subscribeAsync(
        Ping.EVENT,
        Ping.class,
        options(5, Backoff.fixed(Duration.ofSeconds(60))),
        (ping, context) ->
            CompletableFuture.supplyAsync(
                () -> {
                  throw context.attempt() == 1
                      ? new RetryAfterException(Duration.ofMillis(30))
                      : new PermanentFailureException("enough");
                }));

    bus.emit(new Ping(1));

    eventually(() -> assertThat(counts(bus).dead()).isOne());
    assertThat(delays(transitions)).containsExactly(Duration.ofMillis(30));
    assertThat(bus.admin().deadLetters(Buses.GROUP, 0, 1).get(0).attempts()).isEqualTo(2);
  }
}
