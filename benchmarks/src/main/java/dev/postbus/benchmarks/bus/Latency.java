package dev.postbus.benchmarks.bus;

import dev.postbus.benchmarks.harness.Benchmark;
import dev.postbus.benchmarks.harness.LatencyRuns;
import dev.postbus.benchmarks.harness.Line;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;
import java.time.Duration;
import java.util.List;

/** How long an event takes to its handler at a given rate. */
public final class Latency implements Benchmark {

  /** Events per second. */
  private static final List<Integer> RATES = List.of(500, 2_000, 10_000);

  /** Compilers wait for thousands of calls, which a low rate does not make in a warm-up. */
  private static final int WARM_UP_RATE = 5_000;

  private final List<Integer> rates;

  /** Creates it with the usual rates. */
  public Latency() {
    this(RATES);
  }

  /** Creates it with some. */
  public Latency(List<Integer> rates) {
    this.rates = List.copyOf(rates);
  }

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public String summary() {
    return "from the scheduled time of an emit to its handler, at 500, 2,000 and 10,000 events/s";
  }

  @Override
  public void run(Options options, Report report) {
    try (Rig rig = Rig.start(Consumer.Behaviour.HANDLE)) {
      for (int rate : rates) {
        warmUp(rig, rate, options);
        Effort effort = rig.effort();
        long events = measure(rig, rate, options, report);
        effort.stop(events, "event").forEach(report::detail);
      }
    }
  }

  /** Emits at no less than {@link #WARM_UP_RATE}, and then a fifth as long at that rate. */
  public static void warmUp(Line line, int rate, Options options) {
    pace(line, Math.max(rate, WARM_UP_RATE), options.warmUpLength());
    pace(line, rate, options.warmUpLength().dividedBy(5));
  }

  /** Measures at that rate; returns how many events there were. */
  public static long measure(Line line, int rate, Options options, Report report) {
    long events = 0;
    line.latencies();
    LatencyRuns runs = new LatencyRuns();
    for (int i = 0; i < options.runs(); i++) {
      events += pace(line, rate, options.length());
      runs.add(line.latencies());
    }
    runs.report(report, line.subject(), "%,d/s".formatted(rate));
    return events;
  }

  private static long pace(Line line, int rate, Duration length) {
    long before = line.handled();
    long emitted = line.pace(rate, length);
    line.awaitHandled(before + emitted, Line.PATIENCE);
    return emitted;
  }
}
