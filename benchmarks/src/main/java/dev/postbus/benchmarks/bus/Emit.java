package dev.postbus.benchmarks.bus;

import dev.postbus.benchmarks.harness.Benchmark;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;

/** What a producer alone can do: events are stored for a group that is down. */
public final class Emit implements Benchmark {

  @Override
  public String name() {
    return "emit";
  }

  @Override
  public String summary() {
    return "emit alone: 1, 8 and 64 blocking threads; asynchronous; emitAll with lists of "
        + EmitStyle.LIST;
  }

  @Override
  public void run(Options options, Report report) {
    try (Rig rig = Rig.start(Consumer.Behaviour.HANDLE)) {
      measure(rig, EmitStyle.BLOCKING, 1, "1 thread, blocking", options, report);
      measure(rig, EmitStyle.BLOCKING, 8, "8 threads, blocking", options, report);
      measure(rig, EmitStyle.BLOCKING, 64, "64 threads, blocking", options, report);
      measure(rig, EmitStyle.ASYNC, 1, "1 thread, asynchronous", options, report);
      measure(rig, EmitStyle.ALL, 1, "1 thread, emitAll", options, report);
    }
  }

  /** Each run begins without events: what was emitted before must not matter. */
  private static void measure(
      Rig rig, EmitStyle style, int threads, String figure, Options options, Report report) {
    double[] runs = new double[options.runs()];
    rig.downAndEmpty();
    rig.producer.ask("emit", style, threads, options.warmUpLength().toNanos());
    Effort effort = rig.effort();
    long emitted = 0;
    for (int i = 0; i < runs.length; i++) {
      rig.downAndEmpty();
      String answer = rig.producer.ask("emit", style, threads, options.length().toNanos());
      runs[i] = Rig.perSecond(answer);
      emitted += Rig.emitted(answer);
    }
    report.figure(figure, "events/s", runs);
    effort.stop(emitted, "event").forEach(report::detail);
  }
}
