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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class HandlerRunTest extends HandlerRunFixture {

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
