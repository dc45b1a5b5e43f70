package dev.postbus.benchmarks.bus;

import dev.postbus.EventPriority;
import dev.postbus.benchmarks.harness.Benchmark;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;
import java.time.Duration;

/** What an event that waits takes in Redis. */
public final class Memory implements Benchmark {

  /** The figure of events that could be handled now. */
  public static final String READY = "per ready event";

  /** The figure of events that are due later. */
  public static final String DELAYED = "per delayed event";

  /** As many there are of each. */
  public static final int EVENTS = 100_000;

  /** When they are due. */
  public static final Duration LATER = Duration.ofHours(3);

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
        rig.delay(events, LATER, LATER);
        long withDelayed = rig.redis.dataBytes();
        ready[i] = (double) (withReady - atFirst) / events;
        delayed[i] = (double) (withDelayed - withReady) / events;
      }
    }
    report.figure(READY, "bytes", ready);
    report.figure(DELAYED, "bytes", delayed);
  }
}
