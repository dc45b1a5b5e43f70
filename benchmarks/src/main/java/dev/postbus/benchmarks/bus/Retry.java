package dev.postbus.benchmarks.bus;

import dev.postbus.benchmarks.harness.Benchmark;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;

/** Throughput when nothing works the first time. */
public final class Retry implements Benchmark {

  /** The name of its figure, for comparisons. */
  public static final String FIGURE = "every event fails once";

  @Override
  public String name() {
    return "retry";
  }

  @Override
  public String summary() {
    return "emit and handle at once, every event fails once and is retried without backoff";
  }

  @Override
  public void run(Options options, Report report) {
    try (Rig rig = Rig.start(Consumer.Behaviour.FAIL_ONCE)) {
      rig.floods(options, 1).report(report, FIGURE, "events/s");
    }
  }
}
