package dev.postbus.benchmarks.bus;

import dev.postbus.benchmarks.harness.Benchmark;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;

/** Throughput from end to end. */
public final class EndToEnd implements Benchmark {

  /** The name of its figure, for comparisons. */
  public static final String THROUGHPUT = "throughput";

  @Override
  public String name() {
    return "e2e";
  }

  @Override
  public String summary() {
    return "emit and handle at once, one producer and one consumer process";
  }

  @Override
  public void run(Options options, Report report) {
    try (Rig rig = Rig.start(Consumer.Behaviour.HANDLE)) {
      rig.floods(options, 1).report(report, THROUGHPUT, "events/s");
    }
  }
}
