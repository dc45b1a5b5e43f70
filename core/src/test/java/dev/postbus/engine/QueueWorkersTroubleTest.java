package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers when something around a run fails: it costs neither a slot nor another run. */
@Timeout(30)
class QueueWorkersTroubleTest extends QueueWorkersFixture {

  @Test
  void anObserverThatThrowsCostsNoSlotAndNoOtherRun() {
    HandlerRun.Observer broken =
        new ForwardingObserver(runs) {
          @Override
          public void ended(HandlerRun run, @Nullable Throwable failure) {
            throw new IllegalStateException("broken observer");
          }
        };
    QueueWorkers workers = workers(1, executor);
    HandlerRun first = quick("d1");

    workers.add(
        List.of(new HandlerRun(first.delivery, 1, first.handler, 1, 3, time, broken), quick("d2")));
    executor.runAll();

    assertThat(runs.heard)
        .containsExactly("started d1", "untold d1", "started d2", "ended d2 well");
    assertThat(workers.isIdle()).isTrue();
    assertThat(runs.lease.lost()).isFalse();
  }

  @Test
  void aRunWhoseEndCannotBeSettledAtAllCostsTheLeaseSoThatOthersGetItsDelivery() {
    HandlerRun.Observer broken =
        new ForwardingObserver(runs) {
          @Override
          public void ended(HandlerRun run, @Nullable Throwable failure) {
            throw new OutOfMemoryError("no heap");
          }

          @Override
          public void untold(HandlerRun run) {
            throw new OutOfMemoryError("no heap");
          }
        };
    QueueWorkers workers = workers(1, executor);
    HandlerRun run = quick("d1");

    workers.add(List.of(new HandlerRun(run.delivery, 1, run.handler, 1, 3, time, broken)));
    executor.runAll();

    assertThat(runs.lease.lost()).isTrue();
    assertThat(wakeUps.get()).isPositive();
    assertThat(workers.isIdle()).isTrue();
  }

  @Test
  void anErrorBesideTheHandlerCostsNeitherSlotNorDelivery() {
    runs.consumer.onRecordStart =
        () -> {
          throw new OutOfMemoryError("no heap");
        };
    QueueWorkers workers = workers(1, executor);
    HandlerRun suspect =
        runs.run(
            TestRuns.claim("d1", EventQueue.DEFAULT, "~1", Map.of("id", "d1")),
            TestRuns.handler((payload, context) -> null));

    workers.add(List.of(suspect, quick("d2")));
    executor.runAll();

    assertThat(runs.heard).containsExactly("untold d1", "started d2", "ended d2 well");
    assertThat(suspect.ended()).isTrue();
    assertThat(workers.isIdle()).isTrue();
  }

  @Test
  void anExecutorThatTakesNoMoreCostsNoSlot() {
    QueueWorkers workers =
        workers(
            2,
            task -> {
              throw new RejectedExecutionException("closed");
            });

    workers.add(quick(1, 2));

    assertThat(workers.takeWaiting(run -> true)).hasSize(2);
    assertThat(workers.isIdle()).isTrue();
    assertThat(workers.wanted()).isEqualTo(2);
  }

  @Test
  void aThreadThatCannotBeMadeCostsNoSlot() {
    QueueWorkers workers =
        workers(
            2,
            task -> {
              throw new OutOfMemoryError("unable to create native thread");
            });

    workers.add(quick(1, 2));

    assertThat(workers.takeWaiting(run -> true)).hasSize(2);
    assertThat(workers.wanted()).isEqualTo(2);
  }

  @Test
  void aRunWhoseTimeoutCannotBeWatchedFailsAndFreesItsSlot() {
    EngineTime broken =
        new EngineTime() {
          @Override
          public Instant now() {
            return time.now();
          }

          @Override
          public long nanoTime() {
            return time.nanoTime();
          }

          @Override
          public Runnable schedule(Duration delay, Runnable task) {
            throw new OutOfMemoryError("unable to create native thread");
          }

          @Override
          public RandomGenerator random() {
            return time.random();
          }

          @Override
          public void close() {}
        };
    TestRuns onBroken = new TestRuns(broken);
    RegisteredHandler timed =
        TestRuns.withTimeout(TestRuns.handler((payload, context) -> null), Duration.ofSeconds(1));
    QueueWorkers workers = workers(1, executor);
    workers.add(List.of(onBroken.run("d1", timed)));

    executor.runAll();

    assertThat(onBroken.heard).containsExactly("started d1", "ended d1 OutOfMemoryError");
    assertThat(workers.isIdle()).isTrue();
  }
}
