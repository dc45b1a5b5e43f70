package dev.postbus.benchmarks.bus;

import dev.postbus.EventPriority;
import dev.postbus.EventQueue;
import dev.postbus.benchmarks.harness.Benchmark;
import dev.postbus.benchmarks.harness.LatencyRuns;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;
import java.time.Duration;
import java.util.List;

/** How long an event takes to its handler at a given rate. */
public final class Latency implements Benchmark {

  /** Events per second. */
  public static final List<Integer> RATES = List.of(500, 2_000, 10_000);

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public String summary() {
    return "from the scheduled time of an emit to its handler, at 500, 2,000 and 10,000 events/s";
  }

  @Override
  public void run(Options options, Report report) {
    try (Rig rig = Rig.start(Consumer.Behaviour.HANDLE)) {
      for (int rate : RATES) {
        pace(rig, rate, options.warmUpLength());
        rig.latencies();
        LatencyRuns runs = new LatencyRuns();
        Effort effort = rig.effort();
        long events = 0;
        for (int i = 0; i < options.runs(); i++) {
          events += pace(rig, rate, options.length());
          runs.add(rig.latencies());
        }
        runs.report(report, "%,d/s".formatted(rate));
        effort.stop(events, "event").forEach(report::detail);
      }
    }
  }

  private static long pace(Rig rig, int rate, Duration length) {
    long before = rig.handled(0, EventQueue.DEFAULT);
    long emitted =
        Long.parseLong(rig.producer.ask("pace", rate, length.toNanos(), EventPriority.DEFAULT));
    rig.awaitHandled(0, EventQueue.DEFAULT, before + emitted);
    return emitted;
  }
}
