package dev.postbus.redisson;

import dev.postbus.EventBusConfig;
import dev.postbus.EventBusException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;

/**
 * Looks whether a Redis can carry a bus: version, persistence, memory, clock, permissions, events
 * without a group. It changes nothing there, but for a key that is gone when it returns.
 */
public final class RedisDoctor {

  private static final Duration CLOCKS_APART = Duration.ofSeconds(2);
  private static final int NEARLY_FULL = 80;
  private static final int LOOKS_AT_THE_CLOCK = 3;

  private final EventBusConfig config;
  private final RedisSettings settings;
  private final Clock clock;

  private RedisDoctor(EventBusConfig config, RedisSettings settings, Clock clock) {
    this.config = config;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Connects, looks, and hangs up. What is wrong is among the findings, also that Redis cannot be
   * reached: then it is the only one. Bounded in time; works with an ACL user of least privilege.
   *
   * @param config names the namespace and its limit for events without a group
   * @param settings where Redis is
   * @return what was found, the connection first
   * @throws IllegalArgumentException when Redisson cannot read the YAML file
   */
  public static List<Finding> examine(EventBusConfig config, RedisSettings settings) {
    return examine(config, settings, Clock.systemUTC());
  }

  static List<Finding> examine(EventBusConfig config, RedisSettings settings, Clock clock) {
    return new RedisDoctor(config, settings, clock).examine();
  }

  private List<Finding> examine() {
    RedissonClient client;
    try {
      client = RedisClients.connect(settings);
    } catch (EventBusException unreachable) {
      return List.of(unreachable(unreachable));
    }
    try {
      return examine(client);
    } finally {
      client.shutdown();
    }
  }

  private static Finding unreachable(EventBusException problem) {
    String[] parts = String.valueOf(problem.getMessage()).split("; ", 2);
    return Finding.fail("connection", parts[0], parts.length == 2 ? parts[1] : "");
  }

  private List<Finding> examine(RedissonClient client) {
    RedisExamination examination = new RedisExamination(client, config.namespace());
    List<Finding> findings = new ArrayList<>();
    RedisExamination.@Nullable Answer best = null;
    Duration shortest = Duration.ofDays(1);
    Instant middle = Instant.EPOCH;
    try {
      for (int look = 0; look < LOOKS_AT_THE_CLOCK; look++) {
        Instant before = clock.instant();
        long began = System.nanoTime();
        RedisExamination.Answer answer = examination.ask();
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        if (best == null || took.compareTo(shortest) < 0) {
          best = answer;
          shortest = took;
          middle = before.plus(took.dividedBy(2));
        }
      }
    } catch (EventBusException refused) {
      findings.add(Finding.ok("connection", "connected to " + where()));
      findings.add(RedisExamination.refused(refused));
      return findings;
    }
    findings.add(
        Finding.ok(
            "connection",
            String.format(
                Locale.ROOT, "%s answers in %.1f ms", where(), shortest.toNanos() / 1_000_000.0)));
    findings.addAll(new ServerFindings(best.report()).all());
    findings.add(clocks(best.time(), middle));
    findings.add(examination.permissions(best));
    findings.add(unclaimed(best.unclaimed()));
    return findings;
  }

  private String where() {
    return (settings.yamlFile().isPresent() ? "the Redis of " : "") + settings.where();
  }

  private static Finding clocks(Instant there, Instant here) {
    if (there.equals(Instant.EPOCH)) {
      return Finding.warn("clock", "the server does not tell its time", "allow TIME");
    }
    Duration offset = Duration.between(there, here);
    String text =
        "this machine is %s %s Redis"
            .formatted(span(offset.abs()), offset.isNegative() ? "behind" : "ahead of");
    return offset.abs().compareTo(CLOCKS_APART) > 0
        ? Finding.warn(
            "clock",
            text,
            "synchronise the clocks; delays and leases go by Redis alone, but the times of events"
                + " mislead")
        : Finding.ok("clock", text);
  }

  private static String span(Duration offset) {
    return offset.toMillis() < 1_000
        ? offset.toMillis() + " ms"
        : String.format(Locale.ROOT, "%.1f s", offset.toMillis() / 1_000.0);
  }

  private Finding unclaimed(long events) {
    int limit = config.unclaimedLimit();
    String text =
        events == 0
            ? "every event has a group"
            : "%,d event%s without a group (limit %,d)"
                .formatted(events, events == 1 ? "" : "s", limit);
    if (events == 0) {
      return Finding.ok("unclaimed", text);
    }
    String advice = "subscribe to them: the first group that binds gets them";
    return events * 100 >= (long) limit * NEARLY_FULL
        ? Finding.fail("unclaimed", text, advice + "; at the limit, emitting such events fails")
        : Finding.warn("unclaimed", text, advice);
  }

  /** Returns a name for keys and channels that nobody else has. */
  static String unique() {
    return "doctor:" + UUID.randomUUID();
  }
}
