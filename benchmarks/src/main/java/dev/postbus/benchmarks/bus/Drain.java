package dev.postbus.benchmarks.bus;

import dev.postbus.EventPriority;
import dev.postbus.EventQueue;
import dev.postbus.benchmarks.harness.Benchmark;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;
import java.util.List;

/** How fast a backlog goes down when nothing is emitted. */
public final class Drain implements Benchmark {

  private static final int BACKLOG = 1_000_000;

  @Override
  public String name() {
    return "drain";
  }

  @Override
  public String summary() {
    return "handle a backlog of 1,000,000 events (--events), nothing is emitted meanwhile";
  }

  @Override
  public void run(Options options, Report report) {
    int backlog = options.eventsOr(BACKLOG);
    try (Rig rig = Rig.start(Consumer.Behaviour.HANDLE)) {
      rig.flood(options.warmUpLength(), 1);
      double[] runs = new double[options.runs()];
      List<String> spent = List.of();
      for (int i = 0; i < runs.length; i++) {
        rig.consumer.ask("stop");
        long before = rig.handled(0, EventQueue.DEFAULT);
        rig.producer.ask("fill", backlog, EventPriority.DEFAULT);
        Effort effort = rig.effort();
        long start = System.nanoTime();
        rig.consumer.ask("start");
        rig.awaitHandled(0, EventQueue.DEFAULT, before + backlog);
        runs[i] = backlog * 1e9 / (System.nanoTime() - start);
        spent = effort.stop(backlog, "event");
      }
      report.figure("throughput", "events/s", runs);
      spent.forEach(report::detail);
    }
  }
}
