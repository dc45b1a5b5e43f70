package dev.postbus.benchmarks.floor;

import dev.postbus.benchmarks.harness.BenchRedis;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code redis-benchmark} that comes with Redis, on any command. */
final class RedisBenchmark {

  private static final String PROGRAM = "redis-benchmark";

  /** The command, which may hold anything, then calls per second and six latencies. */
  private static final Pattern RESULT = Pattern.compile("\"([\\d.]+)\"(?:,\"[\\d.]+\"){6}$");

  /** What the program replaces by twelve random digits. */
  static final String RANDOM = "__rand_int__";

  private final BenchRedis redis;
  private final long calls;

  /** Creates it for a number of calls. */
  RedisBenchmark(BenchRedis redis, long calls) {
    this.redis = redis;
    this.calls = calls;
  }

  /**
   * Returns how many calls per second it makes on one connection with so many on their way at once;
   * empty when it is not installed.
   */
  Optional<Double> callsPerSecond(int depth, List<Object> words) throws IOException {
    List<String> command = new ArrayList<>(List.of(PROGRAM, "-p", String.valueOf(redis.port())));
    command.addAll(List.of("-h", redis.host(), "-c", "1", "-P", String.valueOf(depth), "--csv"));
    command.addAll(List.of("-n", String.valueOf(calls), "-r", String.valueOf(Integer.MAX_VALUE)));
    for (Object word : words) {
      command.add(
          word instanceof byte[] bytes
              ? new String(bytes, StandardCharsets.UTF_8)
              : word.toString());
    }
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException notInstalled) {
      return Optional.empty();
    }
    double perSecond = 0;
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        Matcher result = RESULT.matcher(line);
        if (result.find()) {
          perSecond = Double.parseDouble(result.group(1));
        } else if (line.startsWith("Error")) {
          throw new IOException(PROGRAM + " says: " + line);
        }
      }
    }
    if (perSecond == 0) {
      throw new IOException(PROGRAM + " told no result");
    }
    return Optional.of(perSecond);
  }
}
