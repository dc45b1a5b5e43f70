package dev.postbus.benchmarks.bus;

import dev.postbus.EventPriority;
import dev.postbus.benchmarks.harness.Benchmark;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;
import java.time.Duration;

/** What an event that waits takes in Redis. */
public final class Memory implements Benchmark {

  private static final int EVENTS = 100_000;
  private static final Duration LATER = Duration.ofHours(3);

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String summary() {
    return "bytes of Redis per ready and per delayed event, of 100,000 (--events)";
  }

  @Override
  public void run(Options options, Report report) {
    int events = options.eventsOr(EVENTS);
    double[] ready = new double[options.runs()];
    double[] delayed = new double[options.runs()];
    for (int i = 0; i < ready.length; i++) {
      try (Rig rig = Rig.start(Consumer.Behaviour.HANDLE)) {
        rig.consumer.ask("stop");
        rig.producer.ask("fill", 100, EventPriority.DEFAULT);
        long atFirst = rig.redis.dataBytes();
        rig.producer.ask("fill", events, EventPriority.DEFAULT);
        long withReady = rig.redis.dataBytes();
        rig.producer.ask("delay", events, LATER.toNanos(), LATER.toNanos());
        long withDelayed = rig.redis.dataBytes();
        ready[i] = (double) (withReady - atFirst) / events;
        delayed[i] = (double) (withDelayed - withReady) / events;
      }
    }
    report.figure("per ready event", "bytes", ready);
    report.figure("per delayed event", "bytes", delayed);
  }
}
