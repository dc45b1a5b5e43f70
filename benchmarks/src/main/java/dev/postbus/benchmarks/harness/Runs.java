package dev.postbus.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;

/** The values of a figure, one per run, as they come. One thread. */
public final class Runs {

  private final List<Double> values = new ArrayList<>();

  /** Adds a run. */
  public void add(double value) {
    values.add(value);
  }

  /** Returns whether there was none. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** Reports the figure, if there was a run. */
  public void report(Report report, String subject, String name, String unit) {
    if (!values.isEmpty()) {
      report.figure(
          subject, name, unit, values.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }
}
