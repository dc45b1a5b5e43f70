package dev.postbus.benchmarks;

import dev.postbus.benchmarks.harness.Benchmark;
import dev.postbus.benchmarks.harness.Order;
import java.util.List;

/** What {@code ./bench --help} says. */
final class Help {

  private Help() {}

  static String text(List<Benchmark> benchmarks) {
    StringBuilder list = new StringBuilder();
    for (Benchmark benchmark : benchmarks) {
      list.append("  %-9s %s%n".formatted(benchmark.name(), benchmark.summary()));
    }
    return """
    Measures Postbus. Each figure is measured several times, after a warm-up that does not count;
    the median and the range are printed. Payloads are %d bytes of JSON, which makes events of
    350; encoding and decoding is part of it. An event counts as handled when Redis has its
    acknowledgement. Redis is a private one with the append-only file on, flushed every second:
    the redis-server on the PATH, else one that comes with a dependency.

    ./bench <subcommand> [options]

    %s  %-9s all of these in turn

    --seconds N   how long one run measures (10)
    --warmup N    how many seconds of the same come before (10, or --seconds when that is less)
    --runs N      how often each figure is measured (3)
    --events N    in place of a benchmark's own number of events
    --parts A,B   only these parts of peers
    --json        one JSON object per figure on standard output, the rest on standard error

    BENCH_JAVA_OPTIONS in the environment adds options to the JVMs that are measured,
    BENCH_REDIS_OPTIONS to every Redis.
    Results, and what bounds them: docs/performance.md
    """
        .formatted(Order.JSON_BYTES, list, "all");
  }
}
