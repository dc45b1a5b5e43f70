package dev.postbus.benchmarks.bus;

import dev.postbus.benchmarks.harness.BenchRedis;
import dev.postbus.benchmarks.harness.ChildProcess;
import dev.postbus.benchmarks.harness.CommandCount;
import dev.postbus.benchmarks.harness.CpuTime;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Pace;
import dev.postbus.benchmarks.harness.Report;

/** What a process costs that waits for events and gets none. */
public final class Idling {

  /** The figure of Redis commands. */
  public static final String COMMANDS = "commands";

  /** The figure of processor time. */
  public static final String PROCESSOR = "processor time, instance";

  private Idling() {}

  /** Measures a process that is connected to that Redis. */
  public static void measure(
      String subject, BenchRedis redis, ChildProcess instance, Options options, Report report) {
    double[] commands = new double[options.runs()];
    double[] processor = new double[options.runs()];
    double[] server = new double[options.runs()];
    Pace.pause(options.warmUpLength());
    for (int i = 0; i < commands.length; i++) {
      CpuTime cpu = new CpuTime().watch("instance", instance.pid()).watch("Redis", redis.pid());
      CommandCount count = CommandCount.start(redis);
      cpu.start();
      Pace.pause(options.length());
      cpu.stop();
      commands[i] = count.total() / options.seconds();
      processor[i] = cpu.cores("instance") * 100;
      server[i] = cpu.cores("Redis") * 100;
      report.detail(count.describe(options.seconds(), "second"));
    }
    report.figure(subject, COMMANDS, "commands/s", commands);
    report.figure(subject, PROCESSOR, "% of a core", processor);
    report.figure(subject, "processor time, Redis", "% of a core", server);
  }
}
