package dev.postbus.benchmarks.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How much processor time processes take: it tells which of them bounds a figure, and how much a
 * busy machine took away. One thread.
 */
public final class CpuTime {

  private final Map<String, Long> pids = new LinkedHashMap<>();
  private final Map<String, Duration> atStart = new LinkedHashMap<>();
  private long startNanos;
  private long stopNanos;
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  /** Watches a process. */
  public CpuTime watch(String name, long pid) {
    pids.put(name, pid);
    return this;
  }

  /** Begins to count. */
  public void start() {
    pids.forEach((name, pid) -> atStart.put(name, used(pid)));
    startNanos = System.nanoTime();
  }

  /** Ends counting. */
  public void stop() {
    stopNanos = System.nanoTime();
    pids.forEach(
        (name, pid) -> seconds.put(name, used(pid).minus(atStart.get(name)).toNanos() / 1e9));
  }

  /** Returns the processor seconds of a process between start and stop. */
  public double seconds(String name) {
    return seconds.getOrDefault(name, 0.0);
  }

  /** Returns the share of one core a process had between start and stop. */
  public double cores(String name) {
    return seconds(name) * 1e9 / Math.max(1, stopNanos - startNanos);
  }

  /**
   * Returns who took how much, and how many of these things a second of one core makes when nothing
   * waits, which other programs on the machine disturb little.
   */
  public String describe(double things, String unit) {
    List<String> parts = new ArrayList<>();
    seconds.keySet().forEach(name -> parts.add("%s %.2f cores".formatted(name, cores(name))));
    double all = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    return String.format(
        Locale.ROOT,
        "%s; one %s takes %.1f µs of processor time",
        String.join(", ", parts),
        unit,
        all * 1e6 / things);
  }

  /** With all that it has started: some servers begin with a shell. */
  private static Duration used(long pid) {
    return ProcessHandle.of(pid).stream()
        .flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants()))
        .map(handle -> handle.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }
}
