package dev.postbus.benchmarks.harness;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts the commands that Redis ran between two moments, those inside scripts included. */
public final class CommandCount {

  private static final int SHOWN = 8;

  private final BenchRedis redis;
  private final Map<String, Long> before;

  private CommandCount(BenchRedis redis) {
    this.redis = redis;
    this.before = redis.calls();
  }

  /** Begins to count. */
  public static CommandCount start(BenchRedis redis) {
    return new CommandCount(redis);
  }

  /** Returns how often each command has run since. */
  public Map<String, Long> calls() {
    Map<String, Long> calls = new TreeMap<>();
    redis
        .calls()
        .forEach(
            (name, now) -> {
              long more = now - before.getOrDefault(name, 0L);
              if (more > 0) {
                calls.put(name, more);
              }
            });
    return calls;
  }

  /** Returns how many commands have run since. */
  public long total() {
    return calls().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the most frequent ones, per one of so many things. */
  public String describe(double things, String unit) {
    Map<String, Long> calls = calls();
    long total = calls.values().stream().mapToLong(Long::longValue).sum();
    String most =
        calls.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(SHOWN)
            .map(
                call ->
                    String.format(Locale.ROOT, "%s %.3f", call.getKey(), call.getValue() / things))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT, "Redis commands per %s: %.2f (%s)", unit, total / things, most);
  }
}
