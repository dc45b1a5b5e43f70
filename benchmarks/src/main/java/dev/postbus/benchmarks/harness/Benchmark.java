package dev.postbus.benchmarks.harness;

/** One subcommand of {@code ./bench}. */
public interface Benchmark {

  /** Returns the name of the subcommand. */
  String name();

  /** Returns in one line what it measures. */
  String summary();

  /** Returns whether it needs nothing but this project. */
  default boolean isSelfContained() {
    return true;
  }

  /** Measures and reports; what it starts has ended when this returns. */
  void run(Options options, Report report) throws Exception;
}
