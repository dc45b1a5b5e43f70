package dev.postbus.benchmarks.peers;

import dev.postbus.benchmarks.harness.ChildProcess;
import dev.postbus.benchmarks.harness.CpuTime;
import dev.postbus.benchmarks.harness.Latencies;
import dev.postbus.benchmarks.harness.Line;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;
import dev.postbus.benchmarks.harness.Runs;
import java.time.Duration;
import java.util.function.Function;

/** A server, a process that emits to it and one that handles: a peer at work. One thread. */
final class PeerRig implements Line {

  /** As many events tell about how fast it is. */
  private static final int FIRST_LOOK = 2_000;

  /** A peer that takes so much longer than expected does not get through with it. */
  private static final int MUCH_LONGER = 4;

  private static final Duration LONGER_AT_LEAST = Duration.ofSeconds(10);

  private final String subject;
  private final Server.Running server;
  private final ChildProcess producer;
  private final ChildProcess consumer;
  private final Function<String, Latencies.Taken> readLatencies;

  /** How many events of a flood were not handled in time. */
  private long missing;

  PeerRig(
      String subject,
      Server.Running server,
      ChildProcess producer,
      ChildProcess consumer,
      Function<String, Latencies.Taken> readLatencies) {
    this.subject = subject;
    this.server = server;
    this.producer = producer.ready();
    this.consumer = consumer.ready();
    this.readLatencies = readLatencies;
  }

  @Override
  public String subject() {
    return subject;
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public long handled() {
    return Long.parseLong(consumer.ask("handled"));
  }

  @Override
  public boolean awaitHandled(long count, Duration limit) {
    return Long.parseLong(consumer.ask("await", count, limit.toMillis())) >= count;
  }

  @Override
  public long pace(double perSecond, Duration length) {
    return Long.parseLong(producer.ask("pace", perSecond, length.toNanos()));
  }

  @Override
  public Duration delay(int events, Duration lead, Duration spread) {
    String spareMicros = producer.ask("delay", events, lead.toNanos(), spread.toNanos());
    return Duration.ofNanos(Long.parseLong(spareMicros) * 1_000);
  }

  @Override
  public Latencies.Taken latencies() {
    return readLatencies.apply(consumer.ask("latencies"));
  }

  @Override
  public void warmUp(Duration length) {
    flood(flood(FIRST_LOOK, 0), length.toNanos() / 1e9);
  }

  /**
   * Emits about as many as can be handled in that time, as fast as possible, and waits until all
   * are; returns events per second from the first emit to the last acknowledgement.
   */
  double flood(double perSecond, double seconds) {
    return flood(Math.max(1, (long) (perSecond * seconds)), seconds);
  }

  private double flood(long events, double seconds) {
    long before = handled();
    long start = System.nanoTime();
    producer.ask("send", events);
    Duration limit = Duration.ofMillis((long) (MUCH_LONGER * seconds * 1_000));
    awaitHandled(before + events, limit.plus(LONGER_AT_LEAST));
    long handled = handled() - before;
    missing = events - handled;
    return handled * 1e9 / (System.nanoTime() - start);
  }

  /** Warms up, then measures one run after the other; ends early when some events never come. */
  void report(String figure, Options options, Report report) {
    double perSecond = flood(options.eventsOr(FIRST_LOOK), 0);
    perSecond = flood(perSecond, Math.max(0.1, options.warmUp()));
    Runs runs = new Runs();
    CpuTime cpu =
        new CpuTime()
            .watch("server", server.pid())
            .watch("producer", producer.pid())
            .watch("consumer", consumer.pid());
    long before = handled();
    cpu.start();
    missing = 0;
    for (int i = 0; i < options.runs() && missing == 0; i++) {
      perSecond = flood(perSecond, options.seconds());
      runs.add(perSecond);
    }
    cpu.stop();
    runs.report(report, subject, figure, "events/s");
    if (missing > 0) {
      report.detail("%,d events were not handled when it was given up".formatted(missing));
    }
    report.detail(cpu.describe(handled() - before, "event"));
  }

  @Override
  public void close() {
    producer.end();
    consumer.end();
    producer.close();
    consumer.close();
    server.close();
  }
}
