package dev.postbus.chaos.worker;

import dev.postbus.redisson.RedisSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a process is told on its command line.
 *
 * @param name its name, with the number of its start
 * @param group its group; of a producer too, though it handles nothing
 * @param host where Redis, or a proxy before it, is
 * @param port its port
 * @param directory where journals are written
 * @param lease the lease
 * @param seed what its own draws begin with
 * @param rate events a second that a producer emits
 */
public record WorkerSettings(
    String name,
    String group,
    String host,
    int port,
    Path directory,
    Duration lease,
    long seed,
    int rate) {

  /** The file in the directory from whose existence on jobs that heal do so. */
  public static final String HEALED = "healed";

  /** Returns them as arguments. */
  public List<String> arguments() {
    return List.of(
        name,
        group,
        host,
        String.valueOf(port),
        directory.toString(),
        lease.toString(),
        String.valueOf(seed),
        String.valueOf(rate));
  }

  static WorkerSettings of(String[] arguments) {
    return new WorkerSettings(
        arguments[0],
        arguments[1],
        arguments[2],
        Integer.parseInt(arguments[3]),
        Path.of(arguments[4]),
        Duration.parse(arguments[5]),
        Long.parseLong(arguments[6]),
        Integer.parseInt(arguments[7]));
  }

  RedisSettings redis() {
    return RedisSettings.of(host, port);
  }

  Path journal() {
    return directory.resolve(name + ".journal");
  }
}
