package dev.postbus.benchmarks.floor;

import dev.postbus.benchmarks.harness.Benchmark;
import dev.postbus.benchmarks.harness.CommandCount;
import dev.postbus.benchmarks.harness.CpuTime;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;
import dev.postbus.benchmarks.harness.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What this machine's Redis can do with the scripts of the adapter when nothing is around them: no
 * bus, no JSON, no handler. No e2e figure can be above it. The {@code redis-benchmark} that comes
 * with Redis makes the same calls, to show that the driver here is not what limits it.
 */
public final class Floor implements Benchmark {

  /** The name of what is driven raw. */
  public static final String RAW = "raw scripts";

  private static final String ALL = "publish, claim and settle";

  private static final String TOOL = "redis-benchmark";
  private static final String UNIT = "events/s";

  @Override
  public String name() {
    return "floor";
  }

  @Override
  public String summary() {
    return "the same scripts driven raw and pipelined, without a bus: the limit on this machine";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    together(ALL, options, report);
    Runs publish = new Runs();
    Runs claim = new Runs();
    Runs toolPublish = new Runs();
    Runs toolClaim = new Runs();
    for (int i = 0; i < options.runs(); i++) {
      long events = apart(options.seconds(), publish, claim);
      tool(events / FloorRig.BATCH, toolPublish, toolClaim);
    }
    publish.report(report, RAW, "publish", UNIT);
    toolPublish.report(report, TOOL, "publish", UNIT);
    claim.report(report, RAW, "claim", UNIT);
    toolClaim.report(report, TOOL, "claim", UNIT);
    if (toolPublish.isEmpty()) {
      report.detail(TOOL + " is not on the PATH: it comes with redis-tools or redis");
    }
  }

  /** Measures only what an e2e figure can be compared with. */
  public static void together(String figure, Options options, Report report) throws Exception {
    Runs all = new Runs();
    List<String> spent = new ArrayList<>();
    together(options.warmUp(), spent);
    for (int i = 0; i < options.runs(); i++) {
      all.add(together(options.seconds(), spent));
    }
    all.report(report, RAW, figure, UNIT);
    spent.forEach(report::detail);
  }

  /** Publishes for a time while another connection claims and settles, until all is settled. */
  private static double together(double seconds, List<String> spent) throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (FloorRig rig = FloorRig.start();
        RawPublisher publisher = rig.publisher();
        RawConsumer consumer = rig.consumer(true)) {
      CpuTime cpu =
          new CpuTime()
              .watch("Redis", rig.redis.pid())
              .watch("driver", ProcessHandle.current().pid());
      CommandCount commands = CommandCount.start(rig.redis);
      cpu.start();
      long start = System.nanoTime();
      long end = start + (long) (seconds * 1e9);
      Future<Long> published = thread.submit(() -> publisher.publishUntil(end));
      long claimed = consumer.consumeWhile(() -> !published.isDone());
      claimed += consumer.consume(published.get() - claimed);
      double perSecond = claimed * 1e9 / (System.nanoTime() - start);
      cpu.stop();
      spent.clear();
      spent.add(cpu.describe(claimed, "event"));
      spent.add(commands.describe(claimed, "event"));
      return perSecond;
    } finally {
      thread.shutdown();
    }
  }

  /** Publishes for a time, then claims all of it; returns how many events it was. */
  private static long apart(double seconds, Runs publish, Runs claim) throws Exception {
    try (FloorRig rig = FloorRig.start();
        RawPublisher publisher = rig.publisher();
        RawConsumer consumer = rig.consumer(false)) {
      long start = System.nanoTime();
      long events = publisher.publishUntil(start + (long) (seconds * 1e9));
      long stored = System.nanoTime();
      publish.add(events * 1e9 / (stored - start));
      consumer.consume(events);
      claim.add(events * 1e9 / (System.nanoTime() - stored));
      return events;
    }
  }

  /** Has the tool make as many of the same calls: each with a memory of its own, to be accepted. */
  private static void tool(long calls, Runs publish, Runs claim) throws Exception {
    try (FloorRig rig = FloorRig.start()) {
      RedisBenchmark tool = new RedisBenchmark(rig.redis, calls);
      List<Object> words = rig.publish(RedisBenchmark.RANDOM, 1);
      tool.callsPerSecond(RawPublisher.DEPTH, words)
          .ifPresent(perSecond -> publish.add(perSecond * FloorRig.BATCH));
      words = new ArrayList<>(rig.scripts.exchange(1, FloorRig.BATCH, List.of()));
      words.replaceAll(
          word -> word.equals(rig.scripts.requestKey()) ? word + RedisBenchmark.RANDOM : word);
      tool.callsPerSecond(RawConsumer.DEPTH, words)
          .ifPresent(perSecond -> claim.add(perSecond * FloorRig.BATCH));
    }
  }
}
