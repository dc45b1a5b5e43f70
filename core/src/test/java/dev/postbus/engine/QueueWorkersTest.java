package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postbus.EventQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class QueueWorkersTest {

  private final ManualTime time = new ManualTime();
  private final ManualExecutor executor = new ManualExecutor();
  private final AtomicInteger wakeUps = new AtomicInteger();
  private final TestRuns runs = new TestRuns(time);

  private QueueWorkers workers(int concurrency, Executor threads) {
    return new QueueWorkers(
        EventQueue.DEFAULT,
        concurrency,
        threads,
        EngineSettings.defaults(),
        wakeUps::incrementAndGet);
  }

  private HandlerRun taking(String id, Duration duration) {
    return runs.run(
        id,
        TestRuns.handler(
            (payload, context) -> {
              time.advance(duration);
              return null;
            }));
  }

  private HandlerRun quick(String id) {
    return taking(id, Duration.ZERO);
  }

  private List<HandlerRun> quick(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> quick("d" + i)).toList();
  }

  @Test
  void asManyRunAtOnceAsTheConcurrencySaysAndNeverMore() {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      CyclicBarrier four = new CyclicBarrier(4);
      AtomicInteger now = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      RegisteredHandler handler =
          TestRuns.handler(
              (payload, context) -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                four.await(20, TimeUnit.SECONDS);
                now.decrementAndGet();
                return null;
              });
      QueueWorkers workers = workers(4, threads);

      for (int i = 0; i < 40; i++) {
        workers.add(List.of(runs.run("d" + i, handler)));
      }

      await().until(workers::isIdle);
      assertThat(runs.heard).filteredOn(line -> line.endsWith("well")).hasSize(40);
      assertThat(most).hasValue(4);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aConcurrencyOfOneIsSerialAndKeepsTheOrder() {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      AtomicInteger now = new AtomicInteger();
      List<String> order = new CopyOnWriteArrayList<>();
      RegisteredHandler handler =
          TestRuns.handler(
              (payload, context) -> {
                order.add(context.metadata().eventId() + " beside " + (now.incrementAndGet() - 1));
                now.decrementAndGet();
                return null;
              });
      QueueWorkers workers = workers(1, threads);
      List<String> expected = new ArrayList<>();

      for (int i = 0; i < 100; i++) {
        workers.add(List.of(runs.run("d" + i, handler)));
        expected.add("e-d" + i + " beside 0");
      }

      await().until(workers::isIdle);
      assertThat(order).isEqualTo(expected);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void oneWorkerTakesRunAfterRunOnItsThread() {
    QueueWorkers workers = workers(2, executor);

    workers.add(quick(1, 6));

    assertThat(executor.size()).isEqualTo(2);
    executor.runNext();
    assertThat(runs.heard).filteredOn(line -> line.endsWith("well")).hasSize(6);
    executor.runNext();
    assertThat(workers.isIdle()).isTrue();
  }

  @Test
  void anAsynchronousRunHoldsItsSlotUntilItsStageEnds() {
    CompletableFuture<Void> stage = new CompletableFuture<>();
    QueueWorkers workers = workers(1, executor);
    workers.add(
        List.of(runs.run("d1", TestRuns.handler((payload, context) -> stage)), quick("d2")));

    executor.runAll();

    assertThat(runs.heard).containsExactly("started d1");
    assertThat(workers.wanted()).isZero();
    assertThat(workers.isIdle()).isFalse();

    stage.complete(null);
    executor.runAll();

    assertThat(runs.heard)
        .containsExactly("started d1", "ended d1 well", "started d2", "ended d2 well");
    assertThat(workers.isIdle()).isTrue();
  }

  @Test
  void theThreadThatEndsAStageDoesNotRunTheNextHandler() {
    CompletableFuture<Void> stage = new CompletableFuture<>();
    QueueWorkers workers = workers(1, executor);
    workers.add(
        List.of(runs.run("d1", TestRuns.handler((payload, context) -> stage)), quick("d2")));
    executor.runAll();

    stage.complete(null);

    assertThat(runs.heard).containsExactly("started d1", "ended d1 well");
    assertThat(executor.size()).isEqualTo(1);
  }

  @Test
  void asManyAreWantedAsSlotsAreFree() {
    QueueWorkers workers = workers(3, executor);

    assertThat(workers.wanted()).isEqualTo(3);

    workers.add(List.of(quick("d1")));
    assertThat(workers.wanted()).isEqualTo(2);
    workers.add(quick(2, 5));
    assertThat(workers.wanted()).isZero();
  }

  @Test
  void aRunTakesOneSlotAlsoWhileItsThreadIsStillStarting() {
    List<Integer> wantedDuring = new ArrayList<>();
    AtomicReference<QueueWorkers> itself = new AtomicReference<>();
    QueueWorkers workers = workers(2, executor);
    itself.set(workers);

    workers.add(
        List.of(
            runs.run(
                "d1",
                TestRuns.handler(
                    (payload, context) -> {
                      wantedDuring.add(itself.get().wanted());
                      return null;
                    }))));
    int beforeItsThreadRuns = workers.wanted();
    executor.runAll();

    assertThat(beforeItsThreadRuns).isEqualTo(1);
    assertThat(wantedDuring).containsExactly(1);
  }

  @Test
  void runsThatComeOneByOneGetOneWorkerEach() {
    QueueWorkers workers = workers(10, executor);

    workers.add(List.of(quick("d1")));
    workers.add(List.of(quick("d2")));
    workers.add(List.of(quick("d3")));

    assertThat(executor.size()).isEqualTo(3);
    assertThat(workers.wanted()).isEqualTo(7);
  }

  @Test
  void nothingIsPrefetchedUntilTheFirstRunHasTold() {
    QueueWorkers workers = workers(5, executor);

    assertThat(workers.wanted()).isEqualTo(5);

    workers.add(List.of(taking("d1", Duration.ofMillis(1))));
    executor.runAll();

    assertThat(workers.wanted()).as("5 slots, each good for 5 runs in 5 ms").isEqualTo(5 + 25);
  }

  @Test
  void thePrefetchHasALimit() {
    QueueWorkers workers = workers(5, executor);
    workers.add(List.of(quick("d1")));
    executor.runAll();

    int limit = EngineSettings.defaults().maxPrefetch();
    assertThat(workers.wanted()).as("half of it at once").isEqualTo(5 + limit / 2);
    assertThat(workers.wanted(limit)).as("beside what is on the way").isEqualTo(5);
    assertThat(workers.wanted(limit + 6)).isZero();
  }

  @Test
  void slowHandlersGetNoPrefetch() {
    QueueWorkers workers = workers(5, executor);
    workers.add(List.of(taking("d1", Duration.ofSeconds(1))));
    executor.runAll();

    assertThat(workers.wanted()).isEqualTo(5);
  }

  @Test
  void thePrefetchFollowsWhatRunsTakeLately() {
    QueueWorkers workers = workers(1, executor);
    workers.add(List.of(taking("d0", Duration.ofMillis(100))));
    executor.runAll();
    assertThat(workers.wanted()).isEqualTo(1);

    for (int i = 1; i <= 40; i++) {
      workers.add(List.of(taking("d" + i, Duration.ofMillis(1))));
      executor.runAll();
    }

    assertThat(workers.wanted()).isBetween(1 + 3, 1 + 5);
  }

  @Test
  void afterSomeWaitedTooLongNothingIsPrefetchedUntilOthersWereQuick() {
    QueueWorkers workers = workers(2, executor);
    workers.add(List.of(taking("d0", Duration.ofMillis(1))));
    executor.runAll();
    assertThat(workers.wanted()).isEqualTo(2 + 10);

    workers.slow();

    assertThat(workers.wanted()).isEqualTo(2);

    for (int i = 1; i <= 40; i++) {
      workers.add(List.of(taking("d" + i, Duration.ofMillis(1))));
      executor.runAll();
    }
    assertThat(workers.wanted()).isGreaterThan(2);
  }

  @Test
  void whatHasNotStartedCanBeTakenOutOfLine() {
    QueueWorkers workers = workers(1, executor);
    List<HandlerRun> line = quick(1, 4);
    workers.add(line);

    List<HandlerRun> taken =
        workers.takeWaiting(run -> run.delivery.id().compareTo("d2") >= 0 && run != line.get(3));

    assertThat(taken).containsExactly(line.get(1), line.get(2));
    assertThat(workers.isIdle()).isFalse();
    executor.runAll();
    assertThat(runs.heard)
        .containsExactly("started d1", "ended d1 well", "started d4", "ended d4 well");
  }

  @Test
  void aWorkerWhoseRunWasTakenAwayLeavesItsSlot() {
    QueueWorkers workers = workers(2, executor);
    workers.add(quick(1, 2));

    workers.takeWaiting(run -> true);

    assertThat(workers.isIdle()).isTrue();
    assertThat(workers.wanted()).isEqualTo(2);
    executor.runAll();
    assertThat(runs.heard).isEmpty();
    assertThat(workers.wanted()).isEqualTo(2);
    assertThat(workers.isIdle()).isTrue();
  }

  @Test
  void whoHearsOfAnEndSeesTheFreeSlotButNotAnIdleQueue() {
    List<String> seen = new ArrayList<>();
    AtomicReference<QueueWorkers> itself = new AtomicReference<>();
    HandlerRun.Observer looks =
        new ForwardingObserver(runs) {
          @Override
          public void ended(HandlerRun run, @Nullable Throwable failure) {
            seen.add(itself.get().wanted() + " wanted, idle " + itself.get().isIdle());
          }
        };
    QueueWorkers workers = workers(1, executor);
    itself.set(workers);
    HandlerRun run = taking("d1", Duration.ofSeconds(1));

    workers.add(List.of(new HandlerRun(run.delivery, 1, run.handler, 1, 3, time, looks)));
    executor.runAll();

    assertThat(seen).containsExactly("1 wanted, idle false");
    assertThat(workers.isIdle()).isTrue();
  }

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
  void whileDrainingNothingInLineStartsAndTheEndOfEveryRunWakesTheLoop() {
    QueueWorkers workers = workers(1, executor);
    List<HandlerRun> left = new ArrayList<>();
    HandlerRun underWay =
        runs.run(
            "d1",
            TestRuns.handler(
                (payload, context) -> {
                  left.addAll(workers.drain());
                  return null;
                }));
    List<HandlerRun> inLine = quick(2, 4);

    workers.add(List.of(underWay));
    workers.add(inLine);
    executor.runAll();

    assertThat(runs.heard).containsExactly("started d1", "ended d1 well");
    assertThat(left).isEqualTo(inLine);
    assertThat(workers.isIdle()).isTrue();
    assertThat(wakeUps).hasValue(1);
  }

  @Test
  void aStageThatEndsWhileDrainingStartsNothing() {
    QueueWorkers workers = workers(1, executor);
    CompletableFuture<String> stage = new CompletableFuture<>();
    workers.add(List.of(runs.run("d1", TestRuns.handler((payload, context) -> stage))));
    executor.runAll();
    List<HandlerRun> inLine = quick(2, 3);
    workers.add(inLine);

    List<HandlerRun> left = workers.drain();
    stage.complete("done");
    executor.runAll();

    assertThat(left).isEqualTo(inLine);
    assertThat(runs.heard).containsExactly("started d1", "ended d1 well");
    assertThat(workers.isIdle()).isTrue();
    assertThat(wakeUps).hasValue(1);
  }

  @Test
  void whatWaitsTooLongTakesWhatCameLaterWithIt() {
    QueueWorkers workers = workers(1, executor);
    List<HandlerRun> early = quick(1, 2);
    workers.add(early);
    time.advance(Duration.ofMillis(60));
    List<HandlerRun> later = quick(3, 4);
    workers.add(later);
    time.advance(Duration.ofMillis(60));
    long now = time.nanoTime();

    assertThat(workers.takeLate(now - Duration.ofMillis(150).toNanos())).isEmpty();
    List<HandlerRun> taken = workers.takeLate(now - Duration.ofMillis(100).toNanos());

    assertThat(taken).containsExactly(early.get(0), early.get(1), later.get(0), later.get(1));
    assertThat(workers.takeWaiting(run -> true)).isEmpty();
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
