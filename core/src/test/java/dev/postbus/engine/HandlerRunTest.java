package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.postbus.EventContext;
import dev.postbus.EventQueue;
import dev.postbus.PermanentFailureException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class HandlerRunTest {

  private final ManualTime time = new ManualTime();
  private final TestRuns runs = new TestRuns(time);
  private final List<HandlerRun> resumed = new ArrayList<>();

  private boolean execute(HandlerRun run) {
    return run.execute(resumed::add);
  }

  private HandlerRun payloadIs(Object payload, RegisteredHandler handler) {
    return runs.run(TestRuns.claim("d1", EventQueue.DEFAULT, "", payload), handler);
  }

  @Test
  void theEndIsToldWhenAskedForAndNotBefore() {
    HandlerRun run = runs.run("d1", TestRuns.handler((payload, context) -> null));

    assertThat(execute(run)).isTrue();

    assertThat(runs.heard).containsExactly("started d1");
    assertThat(run.ended()).isTrue();

    run.report();
    assertThat(runs.heard).containsExactly("started d1", "ended d1 well");
  }

  @Test
  void theHandlerGetsThePayloadAndWhatIsKnownOfTheRun() {
    List<Object> seen = new ArrayList<>();
    RegisteredHandler handler =
        TestRuns.handler(
            (payload, context) -> {
              seen.add(payload);
              seen.add(context.attempt() + " of " + context.maxAttempts());
              seen.add(context.metadata().eventId());
              seen.add(context.metadata().queue());
              seen.add(context.redelivered());
              seen.add(context.cancellationRequested());
              return null;
            });
    Delivery delivery = runs.delivery(TestRuns.claim("d1", EventQueue.HIGH, "", Map.of("sum", 5)));

    execute(new HandlerRun(delivery, 1, handler, 2, 7, time, runs));

    assertThat(seen)
        .containsExactly(Map.of("sum", 5), "2 of 7", "e-d1", EventQueue.HIGH, false, false);
  }

  @Test
  void anInterruptThatAListenerLeavesBehindIsNoneOfTheHandler() {
    List<Boolean> interrupted = new ArrayList<>();
    RegisteredHandler handler =
        TestRuns.handler(
            (payload, context) -> {
              interrupted.add(Thread.currentThread().isInterrupted());
              return null;
            });
    HandlerRun.Observer interrupting =
        new ForwardingObserver(runs) {
          @Override
          public void started(HandlerRun run) {
            super.started(run);
            Thread.currentThread().interrupt();
          }
        };
    Delivery delivery = runs.delivery(TestRuns.claim("d1", EventQueue.HIGH, "", Map.of()));

    execute(new HandlerRun(delivery, 1, handler, 1, 3, time, interrupting));

    assertThat(interrupted).containsExactly(false);
  }

  @Test
  void whatWaitedBeyondTheLeaseIsNotStartedForOthersMayHaveTakenItOver() {
    HandlerRun late = runs.run("d1", TestRuns.handler((payload, context) -> null));

    time.advance(TestRuns.LEASE.plusNanos(1));
    assertThat(execute(late)).isTrue();
    late.report();

    assertThat(runs.heard).containsExactly("not started d1");
  }

  @Test
  void whatTheStoreHasRenewedMeanwhileIsStarted() {
    HandlerRun run = runs.run("d1", TestRuns.handler((payload, context) -> null));

    time.advance(TestRuns.LEASE);
    runs.lease.renewed(time.nanoTime());
    // An answer to an older question changes nothing.
    runs.lease.renewed(time.nanoTime() - TestRuns.LEASE.toNanos());
    time.advance(TestRuns.LEASE);
    execute(run);

    assertThat(runs.heard).containsExactly("started d1");
  }

  @Test
  void aHandlerIsToldWhenTheLeaseMayHaveRunOut() {
    List<Boolean> requested = new ArrayList<>();
    HandlerRun run =
        runs.run(
            "d1",
            TestRuns.handler(
                (payload, context) -> {
                  requested.add(context.cancellationRequested());
                  time.advance(TestRuns.LEASE.plusNanos(1));
                  requested.add(context.cancellationRequested());
                  return null;
                }));

    execute(run);

    assertThat(requested).containsExactly(false, true);
  }

  static Stream<Throwable> whateverHandlersThrow() {
    return Stream.of(
        new Exception("checked"),
        new PermanentFailureException("for good"),
        new AssertionError("not so"),
        new StackOverflowError(),
        new NoClassDefFoundError("gone"),
        new OutOfMemoryError("made up"));
  }

  @ParameterizedTest
  @MethodSource("whateverHandlersThrow")
  void whateverAHandlerThrowsFailsItsAttemptAndNothingElse(Throwable thrown) {
    HandlerRun run =
        runs.run(
            "d1",
            TestRuns.handler(
                (payload, context) -> {
                  throw HandlerRunTest.<RuntimeException>sneaky(thrown);
                }));

    assertThat(execute(run)).isTrue();
    run.report();

    assertThat(runs.failures).containsExactly(thrown);
  }

  @SuppressWarnings("unchecked") // the compiler is told of an unchecked type, nothing is cast
  private static <E extends Throwable> E sneaky(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Test
  void aStageThatHasEndedEndsTheRunAtOnce() {
    HandlerRun run =
        runs.run(
            "d1", TestRuns.handler((payload, context) -> CompletableFuture.completedStage("x")));

    assertThat(execute(run)).isTrue();
    run.report();

    assertThat(runs.heard).containsExactly("started d1", "ended d1 well");
    assertThat(resumed).isEmpty();
  }

  @Test
  void aStageThatGoesOnEndsTheRunLater() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    HandlerRun run = runs.run("d1", TestRuns.handler((payload, context) -> stage));

    assertThat(execute(run)).isFalse();
    assertThat(run.ended()).isFalse();

    stage.complete("x");

    assertThat(resumed).containsExactly(run);
    run.report();
    assertThat(runs.heard).containsExactly("started d1", "ended d1 well");
  }

  @Test
  void aFailedStageFailsTheAttemptWithWhatWasReallyThrown() {
    IllegalStateException reason = new IllegalStateException("no stock");
    CompletableFuture<String> later = new CompletableFuture<>();
    HandlerRun atOnce =
        runs.run(
            "d1",
            TestRuns.handler(
                (payload, context) ->
                    CompletableFuture.failedStage(new CompletionException(reason))));
    HandlerRun afterwards =
        runs.run("d2", TestRuns.handler((payload, context) -> later.thenApply(String::length)));

    execute(atOnce);
    atOnce.report();
    execute(afterwards);
    later.completeExceptionally(reason);
    afterwards.report();

    assertThat(runs.failures).containsExactly(reason, reason);
  }

  @Test
  void aCancelledStageFailsTheAttempt() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    HandlerRun run = runs.run("d1", TestRuns.handler((payload, context) -> stage));

    execute(run);
    stage.cancel(true);
    run.report();

    assertThat(runs.heard).containsExactly("started d1", "ended d1 CancellationException");
  }

  @Test
  void aStageNeedNotBeAFuture() {
    CompletableFuture<String> ends = new CompletableFuture<>();
    CompletionStage<String> open = OnlyAStage.of(ends);
    CompletionStage<String> ended = OnlyAStage.of(CompletableFuture.completedFuture("x"));
    HandlerRun first = runs.run("d1", TestRuns.handler((payload, context) -> open));
    HandlerRun second = runs.run("d2", TestRuns.handler((payload, context) -> ended));

    assertThat(execute(first)).isFalse();
    ends.complete("x");
    assertThat(resumed).containsExactly(first);
    first.report();

    assertThat(execute(second)).isTrue();
    second.report();
    assertThat(runs.heard)
        .containsExactly("started d1", "ended d1 well", "started d2", "ended d2 well");
    assertThat(resumed).containsExactly(first);
  }

  @Test
  void aStageThatCannotBeWatchedFailsTheAttempt() {
    IllegalStateException broken = new IllegalStateException("broken stage");
    CompletionStage<String> stage = OnlyAStage.failingToListen(broken);
    HandlerRun run = runs.run("d1", TestRuns.handler((payload, context) -> stage));

    assertThat(execute(run)).isTrue();
    run.report();

    assertThat(runs.failures).containsExactly(broken);
    assertThat(resumed).isEmpty();
  }

  @Test
  void aNullPayloadIsUndecodableAndNothingRuns() {
    Claim claim =
        new Claim(
            "d1",
            EventQueue.DEFAULT,
            "",
            """
            {"handlers":"1","specversion":"1.0","id":"e","source":"s","type":"t","data":null}\
            """
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    HandlerRun run = runs.run(claim, TestRuns.handler((payload, context) -> fail("ran")));

    assertThat(execute(run)).isTrue();
    run.report();

    assertThat(runs.heard).containsExactly("undecodable d1: the payload is null");
    assertThat(run.ended()).isTrue();
  }

  record Order(String id, int sum) {
    Order {
      if (sum < 0) {
        throw new IllegalArgumentException("sum is " + sum + "; it must not be negative");
      }
      if (sum == 13) {
        throw new AssertionError("thirteen");
      }
    }
  }

  private static RegisteredHandler ofOrders() {
    return TestRuns.handler("orders", Order.class, (payload, context) -> fail("ran"));
  }

  @Test
  void aPayloadOfAnotherShapeIsUndecodableAndSaysWhy() {
    HandlerRun run = payloadIs(Map.of("id", "o1", "sum", "many"), ofOrders());

    assertThat(execute(run)).isTrue();
    run.report();

    assertThat(runs.heard).hasSize(1);
    assertThat(runs.heard.get(0))
        .startsWith("undecodable d1: the payload cannot be read: ")
        .contains("many")
        .doesNotContain("\n");
  }

  @Test
  void aPayloadThatItsOwnTypeRefusesIsUndecodableAndSaysWhy() {
    HandlerRun run = payloadIs(Map.of("id", "o1", "sum", -1), ofOrders());

    execute(run);
    run.report();

    assertThat(runs.heard.get(0))
        .startsWith("undecodable d1: the payload cannot be read: ")
        .contains("sum is -1; it must not be negative");
  }

  @Test
  void anErrorInAPayloadTypeFailsTheAttemptAndNothingElse() {
    HandlerRun run = payloadIs(Map.of("id", "o1", "sum", 13), ofOrders());

    assertThat(execute(run)).isTrue();
    run.report();

    assertThat(runs.heard).containsExactly("ended d1 AssertionError");
    assertThat(run.ended()).isTrue();
  }

  static final class Unspeakable {
    public void setId(String id) {
      throw new IllegalStateException() {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
          throw new UnsupportedOperationException("no message");
        }
      };
    }
  }

  @Test
  void aPayloadTypeWhoseFailureCannotBeToldIsUndecodable() {
    HandlerRun run =
        payloadIs(
            Map.of("id", "o1"),
            TestRuns.handler("h", Unspeakable.class, (payload, context) -> fail("ran")));

    assertThat(execute(run)).isTrue();
    run.report();

    assertThat(runs.heard).hasSize(1);
    assertThat(runs.heard.get(0)).startsWith("undecodable d1: the payload cannot be read: ");
  }

  @Test
  void nothingStartsOnceTheLeaseIsLostOrTheBusDrains() {
    HandlerRun first = runs.run("d1", TestRuns.handler((payload, context) -> fail("ran")));
    runs.lease.drain();
    TestRuns others = new TestRuns(time);
    HandlerRun second = others.run("d2", TestRuns.handler((payload, context) -> fail("ran")));
    others.lease.lose();

    execute(first);
    first.report();
    execute(second);
    second.report();

    assertThat(runs.heard).containsExactly("not started d1");
    assertThat(others.heard).containsExactly("not started d2");
  }

  private HandlerRun suspect(RegisteredHandler handler) {
    return runs.run(TestRuns.claim("d1", EventQueue.DEFAULT, "1:0~1", Map.of("id", "x")), handler);
  }

  @Test
  void theStartOfASuspectIsRecordedBeforeItsHandlerRuns() {
    List<String> recordedBefore = new ArrayList<>();
    HandlerRun run =
        suspect(
            TestRuns.handler(
                (payload, context) -> {
                  recordedBefore.addAll(runs.consumer.recordedStarts);
                  assertThat(context.redelivered()).isTrue();
                  return null;
                }));

    execute(run);
    run.report();

    assertThat(recordedBefore).containsExactly("d1/1");
    assertThat(runs.heard).containsExactly("started d1", "ended d1 well");
  }

  @Test
  void theStartOfOthersIsNotRecorded() {
    execute(runs.run("d1", TestRuns.handler((payload, context) -> null)));

    assertThat(runs.consumer.recordedStarts).isEmpty();
  }

  @Test
  void aSuspectWhoseStartCannotBeRecordedDoesNotStart() {
    List<CompletionStage<Void>> answers =
        List.of(
            CompletableFuture.failedStage(new FencedException("consumer-1")),
            CompletableFuture.failedStage(new IllegalStateException("closed")),
            CompletableFuture.failedStage(new RuntimeException("no connection")));

    for (CompletionStage<Void> answer : answers) {
      runs.consumer.onRecordStart = () -> answer;
      HandlerRun run = suspect(TestRuns.handler((payload, context) -> fail("ran")));
      execute(run);
      run.report();
    }
    runs.consumer.onRecordStart =
        () -> {
          throw new RejectedExecutionException("client is shut down");
        };
    HandlerRun run = suspect(TestRuns.handler((payload, context) -> fail("ran")));
    execute(run);
    run.report();

    assertThat(runs.heard).hasSize(4).containsOnly("not started d1");
  }

  @Test
  void aRunKnowsHowLongItTook() {
    HandlerRun run =
        runs.run(
            "d1",
            TestRuns.handler(
                (payload, context) -> {
                  time.advance(java.time.Duration.ofMillis(7));
                  return null;
                }));

    execute(run);

    assertThat(run.nanos()).isEqualTo(7_000_000);
  }

  @Test
  void cancellationIsRequestedWhenTheBusDrainsOrTheLeaseIsLost() {
    List<Boolean> seen = new ArrayList<>();
    EventContext run = runs.run("d1", TestRuns.handler((payload, context) -> null));
    seen.add(run.cancellationRequested());
    runs.lease.drain();
    seen.add(run.cancellationRequested());

    TestRuns others = new TestRuns(time);
    EventContext other = others.run("d2", TestRuns.handler((payload, context) -> null));
    seen.add(other.cancellationRequested());
    others.lease.lose();
    seen.add(other.cancellationRequested());

    assertThat(seen).containsExactly(false, true, false, true);
  }
}
