package dev.postbus.benchmarks.bus;

import dev.postbus.benchmarks.harness.BenchRedis;
import dev.postbus.benchmarks.harness.Benchmark;
import dev.postbus.benchmarks.harness.ChildProcess;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;

/** What an instance costs that has nothing to do. */
public final class Idle implements Benchmark {

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public String summary() {
    return "Redis commands per second and processor time of an idle instance with all three queues";
  }

  @Override
  public void run(Options options, Report report) {
    try (BenchRedis redis = BenchRedis.start();
        ChildProcess consumer =
            ChildProcess.java(
                    Consumer.class, redis.host(), redis.port(), 1, Consumer.Behaviour.HANDLE)
                .ready()) {
      Idling.measure(Report.SELF, redis, consumer, options, report);
    }
  }
}
