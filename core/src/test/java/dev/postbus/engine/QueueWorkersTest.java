package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class QueueWorkersTest extends QueueWorkersFixture {

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
  void runsThatComeOneByOneGetOneWorkerEach() {
    QueueWorkers workers = workers(10, executor);

    workers.add(List.of(quick("d1")));
    workers.add(List.of(quick("d2")));
    workers.add(List.of(quick("d3")));

    assertThat(executor.size()).isEqualTo(3);
    assertThat(workers.wanted()).isEqualTo(7);
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
}
