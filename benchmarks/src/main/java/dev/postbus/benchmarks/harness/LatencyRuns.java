package dev.postbus.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The latencies of several runs, and the figures that are made of them. */
public final class LatencyRuns {

  private static final Map<Double, String> PERCENTILES =
      new TreeMap<>(Map.of(50.0, "p50", 99.0, "p99", 99.9, "p99.9"));

  private final List<Latencies.Taken> runs = new ArrayList<>();

  /** Adds a run. */
  public void add(Latencies.Taken run) {
    if (run.count() == 0) {
      throw new IllegalStateException("this run has no latencies");
    }
    runs.add(run);
  }

  /** Reports p50, p99 and p99.9; each of the three is a figure of its own. */
  public void report(Report report, String subject, String what) {
    PERCENTILES.forEach(
        (percentile, name) ->
            report.figure(
                subject,
                what + " " + name,
                "ms",
                runs.stream().mapToDouble(run -> run.millisAt(percentile)).toArray()));
    report.detail(
        "longest %s ms of %,d; %d before their time"
            .formatted(
                Figure.text(
                    runs.stream().mapToDouble(Latencies.Taken::longestMillis).max().orElse(0)),
                runs.stream().mapToLong(Latencies.Taken::count).sum(),
                runs.stream().mapToLong(Latencies.Taken::early).sum()));
  }

  /** Reports the same of Postbus. */
  public void report(Report report, String what) {
    report(report, Report.SELF, what);
  }
}
