package dev.postbus.benchmarks.bus;

import dev.postbus.benchmarks.harness.Figure;
import dev.postbus.benchmarks.harness.Latencies;
import dev.postbus.benchmarks.harness.LatencyRuns;
import dev.postbus.benchmarks.harness.Line;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Probe;
import dev.postbus.benchmarks.harness.Report;
import dev.postbus.benchmarks.harness.Runs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * How late delayed events are that become due one after the other, and what another client of the
 * same Redis waits meanwhile.
 *
 * @param events how many there are
 * @param spread how long it is from the first to the last
 */
public record Lateness(int events, Duration spread) {

  private static final Lateness FEW = new Lateness(10_000, Duration.ofSeconds(5));
  private static final Lateness MANY = new Lateness(100_000, Duration.ofSeconds(10));

  /** How long after the last was due is waited for those that are missing. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Duration SHORTEST_LEAD = Duration.ofMillis(500);
  private static final int TRIED = 5_000;

  /** Returns what is measured: few and many, or as many as asked for. */
  public static List<Lateness> all(Options options) {
    return options.events().isPresent()
        ? List.of(new Lateness(options.events().getAsInt(), options.length()))
        : List.of(FEW, MANY);
  }

  /** Returns the figure of percentiles. */
  public String late() {
    return what() + ", late";
  }

  /** Returns the figure of what others wait. */
  public String slowestOther() {
    return what() + ", slowest other command";
  }

  private String what() {
    return "%,d within %d s".formatted(events, spread.toSeconds());
  }

  /** Measures; ends early when some events never come. */
  public void measure(Line line, Options options, Report report) throws IOException {
    try (Probe probe = Probe.start(line.port())) {
      line.warmUp(options.warmUpLength());
      Duration lead = lead(line);
      LatencyRuns late = new LatencyRuns();
      Runs slowest = new Runs();
      boolean complete = true;
      for (int i = 0; i < options.runs() && complete; i++) {
        line.latencies();
        probe.take();
        Latencies.Taken taken = run(line, lead, report);
        complete = taken.count() == events;
        late.add(complete ? taken : taken.with(events - taken.count(), LIMIT));
        slowest.add(probe.take().longestMillis());
        if (!complete) {
          report.detail(
              "%,d of %,d were handled %d s after the last was due; the others count as that late"
                  .formatted(taken.count(), events, LIMIT.toSeconds()));
        }
      }
      late.report(report, line.subject(), late());
      slowest.report(report, line.subject(), slowestOther(), "ms");
    }
  }

  /** All shall be stored before the first is due: tries how long storing takes, and doubles it. */
  private Duration lead(Line line) {
    int tried = Math.min(events, TRIED);
    long before = line.handled();
    Duration lead = SHORTEST_LEAD;
    Duration took = lead.minus(line.delay(tried, lead, Duration.ofSeconds(1)));
    line.awaitHandled(before + tried, LIMIT);
    return SHORTEST_LEAD.plus(took.multipliedBy(2L * events / tried));
  }

  private Latencies.Taken run(Line line, Duration lead, Report report) {
    long before = line.handled();
    Duration spare = line.delay(events, lead, spread);
    if (spare.isNegative()) {
      report.detail(
          "storing took %s s longer than until the first was due"
              .formatted(Figure.text(-spare.toMillis() / 1e3)));
    }
    Duration untilLast = spare.plus(spread);
    line.awaitHandled(
        before + events, (untilLast.isNegative() ? Duration.ZERO : untilLast).plus(LIMIT));
    return line.latencies();
  }
}
