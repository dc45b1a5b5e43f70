package dev.postbus.benchmarks.bus;

import dev.postbus.benchmarks.harness.Benchmark;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;
import java.util.List;
import java.util.Set;

/** What a producer alone can do: events are stored for a group that is down. */
public final class Emit implements Benchmark {

  /** The figure of one blocking thread. */
  public static final String ONE = "1 thread, blocking";

  /** The figure of many. */
  public static final String MANY = "64 threads, blocking";

  /** The figure of lists. */
  public static final String LISTS = "1 thread, emitAll";

  private record Way(String figure, EmitStyle style, int threads) {}

  private static final List<Way> WAYS =
      List.of(
          new Way(ONE, EmitStyle.BLOCKING, 1),
          new Way("8 threads, blocking", EmitStyle.BLOCKING, 8),
          new Way(MANY, EmitStyle.BLOCKING, 64),
          new Way("1 thread, asynchronous", EmitStyle.ASYNC, 1),
          new Way(LISTS, EmitStyle.ALL, 1));

  private final List<Way> ways;

  private Emit(List<Way> ways) {
    this.ways = ways;
  }

  /** Creates it with all ways to emit. */
  public Emit() {
    this(WAYS);
  }

  /** Returns it with the ways that have a counterpart elsewhere. */
  public static Emit comparable() {
    Set<String> figures = Set.of(ONE, MANY, LISTS);
    return new Emit(WAYS.stream().filter(way -> figures.contains(way.figure())).toList());
  }

  @Override
  public String name() {
    return "emit";
  }

  @Override
  public String summary() {
    return "emit alone: 1, 8 and 64 blocking threads; asynchronous; emitAll with lists of "
        + EmitStyle.LIST;
  }

  @Override
  public void run(Options options, Report report) {
    try (Rig rig = Rig.start(Consumer.Behaviour.HANDLE)) {
      ways.forEach(way -> measure(rig, way, options, report));
    }
  }

  /** Each run begins without events: what was emitted before must not matter. */
  private static void measure(Rig rig, Way way, Options options, Report report) {
    double[] runs = new double[options.runs()];
    rig.downAndEmpty();
    rig.producer.ask("emit", way.style(), way.threads(), options.warmUpLength().toNanos());
    Effort effort = rig.effort();
    long emitted = 0;
    for (int i = 0; i < runs.length; i++) {
      rig.downAndEmpty();
      String answer =
          rig.producer.ask("emit", way.style(), way.threads(), options.length().toNanos());
      runs[i] = Rig.perSecond(answer);
      emitted += Rig.emitted(answer);
    }
    report.figure(way.figure(), "events/s", runs);
    effort.stop(emitted, "event").forEach(report::detail);
  }
}
