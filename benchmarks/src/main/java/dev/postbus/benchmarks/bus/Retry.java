package dev.postbus.benchmarks.bus;

import dev.postbus.benchmarks.harness.Benchmark;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;

/** Throughput when nothing works the first time. */
public final class Retry implements Benchmark {

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
      rig.floods(options, 1).report(report, "every event fails once", "events/s");
    }
  }
}
