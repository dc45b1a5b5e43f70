package dev.postbus.benchmarks.harness;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One measured figure: a value per run.
 *
 * @param benchmark the subcommand
 * @param subject what was measured: Postbus or the name of a peer
 * @param name what the figure is
 * @param unit of the values
 * @param runs the values, in the order they were measured
 */
public record Figure(String benchmark, String subject, String name, String unit, double[] runs) {

  /** Copies the values. */
  public Figure {
    runs = runs.clone();
    if (runs.length == 0) {
      throw new IllegalArgumentException("%s %s has no runs".formatted(benchmark, name));
    }
  }

  /** Returns a copy of the values. */
  @Override
  public double[] runs() {
    return runs.clone();
  }

  /** Returns the value in the middle, or the mean of the two there. */
  public double median() {
    double[] sorted = sorted();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Returns the smallest value. */
  public double least() {
    return sorted()[0];
  }

  /** Returns the largest value. */
  public double most() {
    return sorted()[runs.length - 1];
  }

  private double[] sorted() {
    double[] sorted = runs.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  /** Returns what {@code --json} prints. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("benchmark", benchmark);
    map.put("subject", subject);
    map.put("figure", name);
    map.put("unit", unit);
    map.put("median", median());
    map.put("min", least());
    map.put("max", most());
    map.put("runs", runs());
    return map;
  }

  @Override
  public String toString() {
    String range =
        runs.length == 1
            ? "one run"
            : "%d runs, %s .. %s".formatted(runs.length, text(least()), text(most()));
    return "%-9s %-14s %-34s %12s %-13s (%s)"
        .formatted(benchmark, subject, name, text(median()), unit, range);
  }

  /** Returns a number with as many digits as say something. */
  public static String text(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
