package dev.postbus.benchmarks.bus;

import dev.postbus.EventBus;
import dev.postbus.EventPriority;
import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.benchmarks.harness.BenchRedis;
import dev.postbus.benchmarks.harness.ChildProcess;
import dev.postbus.benchmarks.harness.CpuTime;
import dev.postbus.benchmarks.harness.Latencies;
import dev.postbus.benchmarks.harness.Line;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Pace;
import dev.postbus.benchmarks.harness.Report;
import java.time.Duration;
import java.util.List;

/**
 * What most benchmarks run on: a Redis, a process that emits, a process that handles, and an eye on
 * the counts that Redis keeps. Used by one thread.
 */
final class Rig implements Line {

  private static final Duration LOOK = Duration.ofMillis(5);

  final BenchRedis redis;
  final ChildProcess producer;
  final ChildProcess consumer;
  private final EventBus eye;

  private Rig(BenchRedis redis, ChildProcess producer, ChildProcess consumer, EventBus eye) {
    this.redis = redis;
    this.producer = producer;
    this.consumer = consumer;
    this.eye = eye;
  }

  /** Starts everything; the consumer's group is bound and handles. */
  static Rig start(Consumer.Behaviour behaviour) {
    return start(behaviour, 1);
  }

  /** The same with several groups, all in the one consumer process. */
  static Rig start(Consumer.Behaviour behaviour, int groups) {
    BenchRedis redis = BenchRedis.start();
    ChildProcess producer = ChildProcess.java(Producer.class, redis.host(), redis.port());
    ChildProcess consumer =
        ChildProcess.java(Consumer.class, redis.host(), redis.port(), groups, behaviour.name());
    EventBus eye = Buses.connect(redis.host(), redis.port(), "eye");
    return new Rig(redis, producer.ready(), consumer.ready(), eye);
  }

  @Override
  public String subject() {
    return Report.SELF;
  }

  @Override
  public int port() {
    return redis.port();
  }

  @Override
  public void warmUp(Duration length) {
    flood(length, 1);
  }

  @Override
  public long pace(double perSecond, Duration length) {
    return pace(perSecond, length, EventPriority.DEFAULT);
  }

  long pace(double perSecond, Duration length, EventPriority priority) {
    return Long.parseLong(producer.ask("pace", perSecond, length.toNanos(), priority));
  }

  @Override
  public Duration delay(int events, Duration lead, Duration spread) {
    String spareMicros = producer.ask("delay", events, lead.toNanos(), spread.toNanos());
    return Duration.ofNanos(Long.parseLong(spareMicros) * 1_000);
  }

  @Override
  public long handled() {
    return handled(0, EventQueue.DEFAULT);
  }

  @Override
  public boolean awaitHandled(long count, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (handled() < count) {
      if (System.nanoTime() > end) {
        return false;
      }
      Pace.pause(LOOK);
    }
    return true;
  }

  /** Returns the counts of the first group's queue. */
  QueueCounts counts(EventQueue queue) {
    return eye.admin().counts(Buses.group(0), queue);
  }

  /** Returns how many handler deliveries of the group's queue are acknowledged in Redis. */
  long handled(int group, EventQueue queue) {
    return eye.admin().counts(Buses.group(group), queue).handled();
  }

  /** Waits until so many handler deliveries of the group's queue are acknowledged in Redis. */
  void awaitHandled(int group, EventQueue queue, long count) {
    while (handled(group, queue) < count) {
      Pace.pause(LOOK);
    }
  }

  /** Has the group bound, no instance of it running, and no event in line. */
  void downAndEmpty() {
    consumer.ask("stop");
    eye.admin().removeGroup(Buses.group(0));
    consumer.ask("start");
    consumer.ask("stop");
  }

  /**
   * Emits as fast as possible for that long and waits until all groups have handled all; returns
   * events per second from the first emit to the last acknowledgement.
   */
  Flood flood(Duration length, int groups) {
    long[] before = new long[groups];
    for (int i = 0; i < groups; i++) {
      before[i] = handled(i, EventQueue.DEFAULT);
    }
    long start = System.nanoTime();
    long emitted =
        emitted(producer.ask("emit", EmitStyle.ALL, EmitStyle.LISTS_AT_ONCE, length.toNanos()));
    for (int i = 0; i < groups; i++) {
      awaitHandled(i, EventQueue.DEFAULT, before[i] + emitted);
    }
    return new Flood(emitted, (System.nanoTime() - start) / 1e9);
  }

  /**
   * A flood of events.
   *
   * @param events how many there were
   * @param seconds from the first emit to the last acknowledgement
   */
  record Flood(long events, double seconds) {
    double perSecond() {
      return events / seconds;
    }
  }

  /** Floods once for warm-up, then once per run. */
  Floods floods(Options options, int groups) {
    flood(options.warmUpLength(), groups);
    double[] runs = new double[options.runs()];
    Effort effort = effort();
    long events = 0;
    for (int i = 0; i < runs.length; i++) {
      Flood flood = flood(options.length(), groups);
      runs[i] = flood.perSecond();
      events += flood.events();
    }
    return new Floods(runs, effort.stop(events * groups, "delivery"));
  }

  /**
   * What several floods told.
   *
   * @param perSecond events per second of each
   * @param spent what was spent per delivery
   */
  record Floods(double[] perSecond, List<String> spent) {
    void report(Report report, String figure, String unit) {
      report.figure(figure, unit, perSecond);
      spent.forEach(report::detail);
    }
  }

  /** Begins to count what is spent. */
  Effort effort() {
    return new Effort(this);
  }

  @Override
  public Latencies.Taken latencies() {
    return Latencies.Taken.parse(consumer.ask("latencies"));
  }

  /** Returns the number of events an answer of the producer tells. */
  static long emitted(String answer) {
    return Long.parseLong(answer.split(" ")[0]);
  }

  /** Returns the events per second an answer of the producer tells. */
  static double perSecond(String answer) {
    return Double.parseDouble(answer.split(" ")[1]);
  }

  /** Returns a watch on all processes. */
  CpuTime cpu() {
    return new CpuTime()
        .watch("Redis", redis.pid())
        .watch("producer", producer.pid())
        .watch("consumer", consumer.pid());
  }

  @Override
  public void close() {
    producer.end();
    consumer.end();
    eye.close();
    producer.close();
    consumer.close();
    redis.close();
  }
}
