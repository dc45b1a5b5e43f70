package dev.postbus.sample;

import dev.postbus.sample.shop.Pace;
import dev.postbus.sample.shop.Tally;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The worker processes that share the work on Redis. */
final class WorkerTeam implements Workforce, AutoCloseable {

  /** Written by who starts them, read by who cleans up, at any time. */
  private final List<WorkerProcess> workers = new CopyOnWriteArrayList<>();

  /** Starts so many workers and returns when all handle events. */
  void start(int count, Pace pace, Map<String, String> environment, Console console) {
    for (int i = 1; i <= count; i++) {
      workers.add(WorkerProcess.start("worker " + i, pace, environment, console));
    }
    workers.forEach(WorkerProcess::awaitReady);
  }

  @Override
  public void correct(String customer, String address) {
    workers.forEach(worker -> worker.correct(customer, address));
  }

  @Override
  public Map<String, Map<Tally.Count, Long>> finish() {
    Map<String, Map<Tally.Count, Long>> counts = new LinkedHashMap<>();
    workers.forEach(WorkerProcess::endInput);
    workers.forEach(worker -> counts.put(worker.name(), worker.finish()));
    return counts;
  }

  /** Ends all of them, at once rather than one after the other. */
  @Override
  public void close() {
    workers.parallelStream().forEach(WorkerProcess::close);
  }
}
