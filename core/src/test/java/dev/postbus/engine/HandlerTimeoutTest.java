package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a timeout, and the end of the drain time, do to a run and to nothing else. */
@Timeout(30)
class HandlerTimeoutTest {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final ManualTime time = new ManualTime();
  private final TestRuns runs = new TestRuns(time);
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void letGo() {
    release.countDown();
    Thread.interrupted();
  }

  private HandlerRun limited(RegisteredHandler.Invocation invocation) {
    return runs.run("d1", TestRuns.withTimeout(TestRuns.handler(invocation), LIMIT));
  }

  private static Thread executing(HandlerRun run) {
    Thread thread =
        new Thread(
            () -> {
              if (run.execute(ended -> {})) {
                run.report();
              }
            },
            "handler-under-test");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Test
  void aTimeoutInterruptsTheHandlerAndFailsTheAttempt() throws Exception {
    HandlerRun run =
        limited(
            (payload, context) -> {
              entered.countDown();
              release.await();
              return null;
            });
    Thread thread = executing(run);
    entered.await();

    time.advance(LIMIT.minusNanos(1));
    assertThat(run.cancellationRequested()).isFalse();
    time.advance(Duration.ofNanos(1));
    thread.join();

    assertThat(runs.failures)
        .singleElement()
        .isInstanceOf(TimeoutException.class)
        .extracting(Throwable::getMessage)
        .isEqualTo("the handler ran longer than its timeout of PT5S (it returned after 5000 ms)");
    assertThat(run.overrunning()).isFalse();
  }

  @Test
  void aHandlerThatDoesNotMindKeepsItsRunOpenUntilItReturns() throws Exception {
    AtomicBoolean interrupted = new AtomicBoolean();
    CountDownLatch noticed = new CountDownLatch(1);
    HandlerRun run =
        limited(
            (payload, context) -> {
              entered.countDown();
              while (release.getCount() > 0) {
                try {
                  release.await();
                } catch (InterruptedException ignored) {
                  interrupted.set(context.cancellationRequested());
                  noticed.countDown();
                }
              }
              return null;
            });
    Thread thread = executing(run);
    entered.await();

    time.advance(LIMIT);
    noticed.await();

    assertThat(run.overrunning()).isTrue();
    assertThat(run.ended()).isFalse();
    assertThat(interrupted).isTrue();
    assertThat(runs.heard).containsExactly("started d1");

    time.advance(Duration.ofSeconds(2));
    release.countDown();
    thread.join();

    assertThat(run.overrunning()).isFalse();
    assertThat(runs.heard).containsExactly("started d1", "ended d1 TimeoutException");
    assertThat(runs.failures.get(0)).hasMessageContaining("returned after 7000 ms");
  }

  @Test
  void aHandlerInTimeIsNotDisturbedAfterwards() {
    HandlerRun run = limited((payload, context) -> null);

    run.execute(ended -> {});
    assertThat(time.scheduled()).isEmpty();
    time.advance(LIMIT.multipliedBy(2));
    run.report();

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(runs.heard).containsExactly("started d1", "ended d1 well");
  }

  @Test
  void aLateInterruptDoesNotReachTheNextRunOnTheThread() {
    HandlerRun late =
        limited(
            (payload, context) -> {
              time.advance(LIMIT);
              assertThat(Thread.currentThread().isInterrupted()).isTrue();
              return null;
            });
    AtomicBoolean reached = new AtomicBoolean(true);
    HandlerRun next =
        runs.run(
            "d2",
            TestRuns.handler(
                (payload, context) -> {
                  reached.set(Thread.currentThread().isInterrupted());
                  return null;
                }));

    late.execute(ended -> {});
    late.report();
    next.execute(ended -> {});

    assertThat(reached).isFalse();
  }

  @Test
  void anInterruptThatAHandlerLeavesBehindDoesNotReachTheNextRunEither() {
    HandlerRun untidy =
        runs.run(
            "d1",
            TestRuns.handler(
                (payload, context) -> {
                  Thread.currentThread().interrupt();
                  return null;
                }));

    untidy.execute(ended -> {});
    untidy.report();

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(runs.heard).containsExactly("started d1", "ended d1 well");
  }

  @Test
  void theTimeOfAStageCountsAndItsRunWaitsForItsEnd() {
    CompletableFuture<Void> stage = new CompletableFuture<>();
    AtomicReference<HandlerRun> resumed = new AtomicReference<>();
    HandlerRun run = limited((payload, context) -> stage);

    run.execute(resumed::set);
    time.advance(LIMIT);

    assertThat(Thread.currentThread().isInterrupted())
        .as("the handler has left this thread")
        .isFalse();
    assertThat(run.overrunning()).isTrue();
    assertThat(run.cancellationRequested()).isTrue();
    assertThat(resumed).hasNullValue();

    stage.complete(null);

    assertThat(resumed).hasValue(run);
    run.report();
    assertThat(runs.heard).containsExactly("started d1", "ended d1 TimeoutException");
  }

  @Test
  void anInterruptOfTheThreadThatEndsAStageIsItsOwn() {
    CompletableFuture<Void> stage = new CompletableFuture<>();
    HandlerRun run = limited((payload, context) -> stage);
    run.execute(ended -> {});
    time.advance(LIMIT);

    Thread.currentThread().interrupt();
    stage.complete(null);

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aTimeoutKeepsWhatTheHandlerThrewWhenItWasInterrupted() {
    IllegalStateException thrown = new IllegalStateException("interrupted while writing");
    HandlerRun run =
        limited(
            (payload, context) -> {
              time.advance(LIMIT);
              throw thrown;
            });

    run.execute(ended -> {});
    run.report();

    assertThat(runs.failures)
        .singleElement()
        .isInstanceOf(TimeoutException.class)
        .extracting(Throwable::getCause)
        .isSameAs(thrown);
  }

  @Test
  void anAbandonedHandlerIsInterruptedAndKnowsIt() throws Exception {
    AtomicBoolean requested = new AtomicBoolean();
    HandlerRun run =
        runs.run(
            "d1",
            TestRuns.handler(
                (payload, context) -> {
                  entered.countDown();
                  try {
                    release.await(20, TimeUnit.SECONDS);
                  } finally {
                    requested.set(context.cancellationRequested());
                  }
                  return null;
                }));
    Thread thread = executing(run);
    entered.await();

    run.abandon();
    thread.join();

    assertThat(requested).isTrue();
    assertThat(run.abandoned()).isTrue();
    assertThat(runs.heard).containsExactly("started d1", "ended d1 InterruptedException");
  }

  @Test
  void whatHasEndedOrNotBegunCannotBeAbandoned() {
    HandlerRun ended = runs.run("d1", TestRuns.handler((payload, context) -> null));
    HandlerRun waiting = runs.run("d2", TestRuns.handler((payload, context) -> null));
    ended.execute(run -> {});

    ended.abandon();
    waiting.abandon();

    assertThat(ended.abandoned()).isFalse();
    assertThat(waiting.abandoned()).isFalse();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
