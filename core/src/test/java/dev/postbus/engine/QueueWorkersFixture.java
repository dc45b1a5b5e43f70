package dev.postbus.engine;

import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Workers whose threads and clock a test plays. */
abstract class QueueWorkersFixture {

  final ManualTime time = new ManualTime();
  final ManualExecutor executor = new ManualExecutor();
  final AtomicInteger wakeUps = new AtomicInteger();
  final TestRuns runs = new TestRuns(time);

  QueueWorkers workers(int concurrency, Executor threads) {
    return new QueueWorkers(
        EventQueue.DEFAULT,
        concurrency,
        threads,
        EngineSettings.defaults(),
        wakeUps::incrementAndGet);
  }

  HandlerRun taking(String id, Duration duration) {
    return runs.run(
        id,
        TestRuns.handler(
            (payload, context) -> {
              time.advance(duration);
              return null;
            }));
  }

  HandlerRun quick(String id) {
    return taking(id, Duration.ZERO);
  }

  List<HandlerRun> quick(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> quick("d" + i)).toList();
  }
}
