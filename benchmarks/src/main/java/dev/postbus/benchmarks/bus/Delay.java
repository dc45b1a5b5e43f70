package dev.postbus.benchmarks.bus;

import dev.postbus.benchmarks.harness.Benchmark;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;
import java.io.IOException;
import java.time.Duration;

/** How late delayed events are, what they do to others, and what a million of them cost. */
public final class Delay implements Benchmark {

  private static final int VERY_MANY = 1_000_000;
  private static final Duration LATER = Duration.ofHours(3);

  @Override
  public String name() {
    return "delay";
  }

  @Override
  public String summary() {
    return "lateness of 10,000 due within 5 s and 100,000 within 10 s; what 1,000,000 pending cost"
        + " (--events)";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    for (Lateness some : Lateness.all(options)) {
      lateness(some, options, report);
    }
    pending(options.eventsOr(VERY_MANY), options, report);
  }

  /** Measures only how late they are. */
  public static void lateness(Lateness lateness, Options options, Report report)
      throws IOException {
    try (Rig rig = Rig.start(Consumer.Behaviour.HANDLE)) {
      lateness.measure(rig, options, report);
    }
  }

  /** The same floods without and with what is pending, on the same processes. */
  private static void pending(int events, Options options, Report report) {
    try (Rig rig = Rig.start(Consumer.Behaviour.HANDLE)) {
      rig.floods(options, 1).report(report, "e2e, none pending", "events/s");
      rig.delay(events, LATER, LATER);
      String figure = "e2e, %,d pending".formatted(events);
      rig.floods(options, 1).report(report, figure, "events/s");
    }
  }
}
