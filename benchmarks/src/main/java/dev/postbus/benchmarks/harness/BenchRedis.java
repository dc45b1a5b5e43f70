package dev.postbus.benchmarks.harness;

import dev.postbus.testkit.redis.PrivateRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The private Redis of a benchmark: append-only file, flushed every second, all else as Redis comes
 * and as {@code BENCH_REDIS_OPTIONS} in the environment says.
 */
public final class BenchRedis implements AutoCloseable {

  private final PrivateRedis redis;

  private BenchRedis(PrivateRedis redis) {
    this.redis = redis;
  }

  /** Starts one. */
  public static BenchRedis start() {
    List<String> options =
        new ArrayList<>(List.of("--appendonly", "yes", "--appendfsync", "everysec"));
    options.addAll(Environment.words("BENCH_REDIS_OPTIONS"));
    return new BenchRedis(PrivateRedis.start(options.toArray(String[]::new)));
  }

  /** Returns where it listens. */
  public String host() {
    return redis.endpoint().host();
  }

  /** Returns where it listens. */
  public int port() {
    return redis.endpoint().port();
  }

  /** Returns the id of its process. */
  public long pid() {
    return redis.pid();
  }

  /** Sends one command through a connection of its own. */
  public Object command(String... words) {
    Object reply = redis.command(words);
    return reply == null ? "" : reply;
  }

  /** Returns what its INFO says in a section. */
  public Map<String, String> info(String section) {
    Map<String, String> info = new TreeMap<>();
    command("INFO", section)
        .toString()
        .lines()
        .filter(line -> line.indexOf(':') > 0)
        .forEach(
            line ->
                info.put(
                    line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1)));
    return info;
  }

  /**
   * Returns how often each command ran, those inside scripts included, those of {@code INFO} and
   * its like left out.
   */
  public Map<String, Long> calls() {
    Map<String, Long> calls = new TreeMap<>();
    info("commandstats")
        .forEach(
            (name, value) ->
                calls.put(
                    name.replace("cmdstat_", ""),
                    Long.parseLong(value.replaceAll("^calls=(\\d+),.*", "$1"))));
    calls.remove("info");
    return calls;
  }

  /**
   * Returns how much memory its data takes, in bytes: without what connections and files buffer.
   */
  public long dataBytes() {
    Map<String, String> memory = info("memory");
    long used = Long.parseLong(memory.get("used_memory"));
    for (String buffer :
        new String[] {"mem_aof_buffer", "mem_clients_normal", "mem_clients_slaves"}) {
      used -= Long.parseLong(memory.getOrDefault(buffer, "0"));
    }
    return used;
  }

  /** Returns the version. */
  public String version() {
    return info("server").getOrDefault("redis_version", "unknown");
  }

  @Override
  public void close() {
    redis.close();
  }
}
