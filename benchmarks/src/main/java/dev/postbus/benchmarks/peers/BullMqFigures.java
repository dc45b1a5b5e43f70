package dev.postbus.benchmarks.peers;

import dev.postbus.benchmarks.bus.Emit;
import dev.postbus.benchmarks.bus.Idling;
import dev.postbus.benchmarks.bus.Memory;
import dev.postbus.benchmarks.harness.BenchRedis;
import dev.postbus.benchmarks.harness.ChildProcess;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;
import java.io.IOException;

/** The figures that only BullMQ shares with Postbus, under the same names. */
final class BullMqFigures {

  private static final int QUEUES = 3;

  private final BullMq bullMq;
  private final Options options;
  private final Report report;

  BullMqFigures(BullMq bullMq, Options options, Report report) {
    this.bullMq = bullMq;
    this.options = options;
    this.report = report;
  }

  /** Adds without a worker; each run begins with an empty Redis. */
  void emit() throws IOException {
    try (BenchRedis redis = BenchRedis.start();
        ChildProcess producer = bullMq.producer(redis.port())) {
      emit(redis, producer, "SEQUENTIAL", Emit.ONE);
      emit(redis, producer, "CONCURRENT", Emit.MANY);
      emit(redis, producer, "BULK", Emit.LISTS);
    }
  }

  private void emit(BenchRedis redis, ChildProcess producer, String style, String figure) {
    double[] runs = new double[options.runs()];
    producer.ask("emit", style, options.warmUpLength().toNanos());
    for (int i = 0; i < runs.length; i++) {
      redis.command("FLUSHALL");
      String[] answer = producer.ask("emit", style, options.length().toNanos()).split(" ");
      runs[i] = Double.parseDouble(answer[1]);
    }
    report.figure(BullMq.NAME, figure, "events/s", runs);
  }

  void idle() throws IOException {
    try (BenchRedis redis = BenchRedis.start();
        ChildProcess consumer = bullMq.consumer(redis.port(), QUEUES)) {
      Idling.measure(BullMq.NAME, redis, consumer, options, report);
    }
  }

  void memory() throws IOException {
    int events = options.eventsOr(Memory.EVENTS);
    double[] ready = new double[options.runs()];
    double[] delayed = new double[options.runs()];
    for (int i = 0; i < ready.length; i++) {
      try (BenchRedis redis = BenchRedis.start();
          ChildProcess producer = bullMq.producer(redis.port())) {
        producer.ask("send", 100);
        long atFirst = redis.dataBytes();
        producer.ask("send", events);
        long withReady = redis.dataBytes();
        producer.ask("delay", events, Memory.LATER.toNanos(), Memory.LATER.toNanos());
        long withDelayed = redis.dataBytes();
        ready[i] = (double) (withReady - atFirst) / events;
        delayed[i] = (double) (withDelayed - withReady) / events;
      }
    }
    report.figure(BullMq.NAME, Memory.READY, "bytes", ready);
    report.figure(BullMq.NAME, Memory.DELAYED, "bytes", delayed);
  }
}
