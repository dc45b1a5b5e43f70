package dev.postbus.benchmarks.bus;

import dev.postbus.benchmarks.harness.BenchRedis;
import dev.postbus.benchmarks.harness.Benchmark;
import dev.postbus.benchmarks.harness.ChildProcess;
import dev.postbus.benchmarks.harness.CommandCount;
import dev.postbus.benchmarks.harness.CpuTime;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Pace;
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
    double[] commands = new double[options.runs()];
    double[] instance = new double[options.runs()];
    double[] server = new double[options.runs()];
    try (BenchRedis redis = BenchRedis.start();
        ChildProcess consumer =
            ChildProcess.java(
                Consumer.class, redis.host(), redis.port(), 1, Consumer.Behaviour.HANDLE)) {
      Pace.pause(options.warmUpLength());
      for (int i = 0; i < commands.length; i++) {
        CpuTime cpu = new CpuTime().watch("instance", consumer.pid()).watch("Redis", redis.pid());
        CommandCount count = CommandCount.start(redis);
        cpu.start();
        Pace.pause(options.length());
        cpu.stop();
        commands[i] = count.total() / options.seconds();
        instance[i] = cpu.cores("instance") * 100;
        server[i] = cpu.cores("Redis") * 100;
        report.detail(count.describe(options.seconds(), "second"));
      }
    }
    report.figure("commands", "commands/s", commands);
    report.figure("processor time, instance", "% of a core", instance);
    report.figure("processor time, Redis", "% of a core", server);
  }
}
