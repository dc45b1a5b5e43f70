package dev.postbus.benchmarks.bus;

import dev.postbus.benchmarks.harness.Benchmark;
import dev.postbus.benchmarks.harness.ChildProcess;
import dev.postbus.benchmarks.harness.CpuTime;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;

/** The local adapter: emit and handle in one process. */
public final class LocalThroughput implements Benchmark {

  @Override
  public String name() {
    return "local";
  }

  @Override
  public String summary() {
    return "the local adapter: emit and handle in one process, encoding and decoding";
  }

  @Override
  public void run(Options options, Report report) {
    double[] runs = new double[options.runs()];
    try (ChildProcess process = ChildProcess.java(LocalProcess.class).ready()) {
      process.ask("run", options.warmUpLength().toNanos());
      CpuTime cpu = new CpuTime().watch("JVM", process.pid());
      double deliveries = 0;
      cpu.start();
      for (int i = 0; i < runs.length; i++) {
        runs[i] = Double.parseDouble(process.ask("run", options.length().toNanos()));
        deliveries += runs[i] * options.seconds();
      }
      cpu.stop();
      report.figure("throughput", "deliveries/s", runs);
      report.detail(cpu.describe(deliveries, "delivery"));
    }
  }
}
