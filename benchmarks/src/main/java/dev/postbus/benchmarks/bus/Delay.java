package dev.postbus.benchmarks.bus;

import dev.postbus.EventQueue;
import dev.postbus.benchmarks.harness.Benchmark;
import dev.postbus.benchmarks.harness.LatencyRuns;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Probe;
import dev.postbus.benchmarks.harness.Report;
import java.time.Duration;

/** How late delayed events are, what they do to others, and what a million of them cost. */
public final class Delay implements Benchmark {

  private static final int FEW = 10_000;
  private static final int MANY = 100_000;
  private static final int VERY_MANY = 1_000_000;
  private static final Duration LATER = Duration.ofHours(3);

  /** Storing is slower than this on no machine that is worth a benchmark. */
  private static final double STORED_PER_SECOND = 10_000;

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
    lateness(options.eventsOr(FEW), Duration.ofSeconds(5), options, report);
    lateness(options.eventsOr(MANY), Duration.ofSeconds(10), options, report);
    pending(options.eventsOr(VERY_MANY), options, report);
  }

  private static void lateness(int events, Duration within, Options options, Report report)
      throws Exception {
    Duration spread = options.events().isPresent() ? options.length() : within;
    try (Rig rig = Rig.start(Consumer.Behaviour.HANDLE);
        Probe probe = Probe.start(rig.redis)) {
      rig.flood(options.warmUpLength(), 1);
      delay(rig, Math.min(events, 1_000), Duration.ofSeconds(1), report);
      rig.latencies();
      LatencyRuns late = new LatencyRuns();
      double[] slowest = new double[options.runs()];
      for (int i = 0; i < slowest.length; i++) {
        probe.take();
        delay(rig, events, spread, report);
        late.add(rig.latencies());
        slowest[i] = probe.take().longestMillis();
      }
      String what = "%,d within %d s".formatted(events, spread.toSeconds());
      late.report(report, what + ", late");
      report.figure(what + ", slowest other command", "ms", slowest);
    }
  }

  private static void delay(Rig rig, int events, Duration spread, Report report) {
    long before = rig.handled(0, EventQueue.DEFAULT);
    Duration lead = Duration.ofMillis(500 + (long) (events * 1_000 / STORED_PER_SECOND));
    long spare =
        Long.parseLong(rig.producer.ask("delay", events, lead.toNanos(), spread.toNanos()));
    if (spare < 0) {
      report.detail(
          "storing took %d ms longer than until the first was due".formatted(-spare / 1_000));
    }
    rig.awaitHandled(0, EventQueue.DEFAULT, before + events);
  }

  /** The same floods without and with what is pending, on the same processes. */
  private static void pending(int events, Options options, Report report) {
    try (Rig rig = Rig.start(Consumer.Behaviour.HANDLE)) {
      rig.floods(options, 1).report(report, "e2e, none pending", "events/s");
      rig.producer.ask("delay", events, LATER.toNanos(), LATER.toNanos());
      String figure = "e2e, %,d pending".formatted(events);
      rig.floods(options, 1).report(report, figure, "events/s");
    }
  }
}
