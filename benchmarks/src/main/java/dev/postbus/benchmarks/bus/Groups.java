package dev.postbus.benchmarks.bus;

import dev.postbus.benchmarks.harness.Benchmark;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;
import java.util.List;

/** What it costs that every group gets every event. */
public final class Groups implements Benchmark {

  private static final List<Integer> GROUPS = List.of(1, 3, 10);

  @Override
  public String name() {
    return "groups";
  }

  @Override
  public String summary() {
    return "emit and handle at once with 1, 3 and 10 groups; deliveries per second of each group";
  }

  @Override
  public void run(Options options, Report report) {
    for (int groups : GROUPS) {
      try (Rig rig = Rig.start(Consumer.Behaviour.HANDLE, groups)) {
        String figure = groups == 1 ? "1 group" : "each of %d groups".formatted(groups);
        rig.floods(options, groups).report(report, figure, "deliveries/s");
      }
    }
  }
}
