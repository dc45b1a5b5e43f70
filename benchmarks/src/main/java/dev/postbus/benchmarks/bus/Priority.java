package dev.postbus.benchmarks.bus;

import dev.postbus.EventPriority;
import dev.postbus.EventQueue;
import dev.postbus.benchmarks.harness.Benchmark;
import dev.postbus.benchmarks.harness.LatencyRuns;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;
import java.time.Duration;

/** What HIGH events wait while a long line of LOW ones does. */
public final class Priority implements Benchmark {

  private static final int BACKLOG = 100_000;
  private static final double HIGH_PER_SECOND = 500;

  @Override
  public String name() {
    return "priority";
  }

  @Override
  public String summary() {
    return "HIGH at 500 events/s under a backlog of 100,000 LOW (--events) of 1 ms work each";
  }

  @Override
  public void run(Options options, Report report) {
    int backlog = options.eventsOr(BACKLOG);
    try (Rig rig = Rig.start(Consumer.Behaviour.WORK_ON_LOW)) {
      high(rig, options.warmUpLength());
      rig.latencies();
      LatencyRuns runs = new LatencyRuns();
      long left = Long.MAX_VALUE;
      for (int i = 0; i < options.runs(); i++) {
        long missing = backlog - rig.counts(EventQueue.LOW).ready();
        rig.producer.ask("fill", Math.max(1, missing), EventPriority.LOW);
        high(rig, options.length());
        runs.add(rig.latencies());
        left = Math.min(left, rig.counts(EventQueue.LOW).ready());
      }
      runs.report(report, "HIGH under %,d LOW".formatted(backlog));
      report.detail(
          "at the end of a run at least %,d LOW events were still in line".formatted(left));
    }
  }

  private static void high(Rig rig, Duration length) {
    long before = rig.handled(0, EventQueue.HIGH);
    long emitted = rig.pace(HIGH_PER_SECOND, length, EventPriority.HIGH);
    rig.awaitHandled(0, EventQueue.HIGH, before + emitted);
  }
}
