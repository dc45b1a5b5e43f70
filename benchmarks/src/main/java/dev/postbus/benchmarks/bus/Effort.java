package dev.postbus.benchmarks.bus;

import dev.postbus.benchmarks.harness.CommandCount;
import dev.postbus.benchmarks.harness.CpuTime;
import java.util.List;

/** What was spent on something: processor time of every process, and commands of Redis. */
final class Effort {

  private final CpuTime cpu;
  private final CommandCount commands;

  Effort(Rig rig) {
    this.cpu = rig.cpu();
    this.commands = CommandCount.start(rig.redis);
    cpu.start();
  }

  /** Ends counting and says what was spent per thing. */
  List<String> stop(double things, String unit) {
    cpu.stop();
    return List.of(cpu.describe(things, unit), commands.describe(things, unit));
  }
}
