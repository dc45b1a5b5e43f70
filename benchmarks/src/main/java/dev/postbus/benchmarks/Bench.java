package dev.postbus.benchmarks;

import dev.postbus.benchmarks.bus.Delay;
import dev.postbus.benchmarks.bus.Drain;
import dev.postbus.benchmarks.bus.Emit;
import dev.postbus.benchmarks.bus.EndToEnd;
import dev.postbus.benchmarks.bus.Groups;
import dev.postbus.benchmarks.bus.Idle;
import dev.postbus.benchmarks.bus.Latency;
import dev.postbus.benchmarks.bus.LocalThroughput;
import dev.postbus.benchmarks.bus.Memory;
import dev.postbus.benchmarks.bus.Priority;
import dev.postbus.benchmarks.bus.Retry;
import dev.postbus.benchmarks.floor.Floor;
import dev.postbus.benchmarks.harness.Benchmark;
import dev.postbus.benchmarks.harness.Machine;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;
import dev.postbus.benchmarks.micro.Micro;
import dev.postbus.benchmarks.peers.Peers;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** The program behind {@code ./bench}. */
public final class Bench {

  /** All subcommands, in the order they are explained and run. */
  static final List<Benchmark> ALL =
      List.of(
          new EndToEnd(),
          new Emit(),
          new Drain(),
          new Latency(),
          new Priority(),
          new Delay(),
          new Retry(),
          new Groups(),
          new Idle(),
          new Memory(),
          new LocalThroughput(),
          new Floor(),
          new Peers(),
          new Micro());

  private Bench() {}

  /** Runs the subcommand of the first argument. */
  public static void main(String[] arguments) throws Exception {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  /** Does the same on other streams, and returns the exit code. */
  static int run(List<String> words, PrintStream out, PrintStream err) throws Exception {
    if (words.isEmpty() || words.contains("--help") || words.contains("-h")) {
      out.print(Help.text(ALL));
      return 0;
    }
    try {
      List<Benchmark> chosen = chosen(words.get(0));
      Options options = Options.parse(words.subList(1, words.size()));
      Report report = new Report(options.json(), out, options.json() ? err : out);
      report.say("On " + Machine.describe());
      for (Benchmark benchmark : chosen) {
        report.begin(benchmark);
        benchmark.run(options, report);
      }
      return 0;
    } catch (Options.UnusableException unusable) {
      err.println("bench: " + unusable.getMessage());
      return 2;
    }
  }

  private static List<Benchmark> chosen(String name) {
    if (name.equals("all")) {
      return ALL;
    }
    List<Benchmark> chosen =
        ALL.stream().filter(benchmark -> benchmark.name().equals(name)).toList();
    if (chosen.isEmpty()) {
      throw new Options.UnusableException(
          "\"%s\" is not a benchmark; there are all, %s"
              .formatted(
                  name, ALL.stream().map(Benchmark::name).collect(Collectors.joining(", "))));
    }
    return chosen;
  }
}
