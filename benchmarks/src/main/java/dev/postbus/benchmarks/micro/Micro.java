package dev.postbus.benchmarks.micro;

import dev.postbus.benchmarks.harness.Benchmark;
import dev.postbus.benchmarks.harness.ChildProcess;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;
import dev.postbus.engine.CodecBenchmark;
import dev.postbus.engine.DispatchBenchmark;
import dev.postbus.engine.RoutingBenchmark;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The JMH benchmarks of what runs once per event. */
public final class Micro implements Benchmark {

  private static final List<Class<?>> BENCHMARKS =
      List.of(CodecBenchmark.class, RoutingBenchmark.class, DispatchBenchmark.class);

  @Override
  public String name() {
    return "micro";
  }

  @Override
  public String summary() {
    return "JMH: encoding and decoding, pattern matching, dispatch; ns and bytes allocated";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    OptionsBuilder jmh = new OptionsBuilder();
    BENCHMARKS.forEach(type -> jmh.include("^" + type.getName().replace(".", "\\.") + "\\."));
    // What is too short to say anything needs no JVM of its own.
    jmh.forks(options.seconds() < 1 ? 0 : 1)
        .warmupIterations(options.warmUp() > 0 ? 1 : 0)
        .warmupTime(TimeValue.nanoseconds(options.warmUpLength().toNanos()))
        .measurementIterations(options.runs())
        .measurementTime(TimeValue.nanoseconds(options.length().toNanos()))
        .addProfiler(GCProfiler.class)
        .jvmArgs(ChildProcess.jvmOptions().toArray(new String[0]))
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
    Collection<RunResult> results = new Runner(jmh.build()).run();
    results.forEach(result -> report(result, report));
  }

  private static void report(RunResult result, Report report) {
    String[] name = result.getParams().getBenchmark().split("\\.");
    String figure =
        name[name.length - 2].replace("Benchmark", "").toLowerCase(Locale.ROOT)
            + " "
            + name[name.length - 1];
    double[] runs =
        result.getBenchmarkResults().stream()
            .map(BenchmarkResult::getIterationResults)
            .flatMap(Collection::stream)
            .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
            .toArray();
    report.figure(figure, result.getPrimaryResult().getScoreUnit(), runs);
    Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
    if (allocated != null) {
      report.detail("%,.0f bytes allocated".formatted(allocated.getScore()));
    }
  }
}
