package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much the workers of a queue want claimed, and what is taken out of their line again. */
@Timeout(30)
class QueueWorkersRoomTest extends QueueWorkersFixture {

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
}
