package dev.postbus.redisson;

import dev.postbus.AuditEntry;
import dev.postbus.EventFlow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What is noted for people: who emits what, and who has done what. Thread-safe. */
final class RedisLedger {

  private static final int MOST_FLOWS = 1_000;
  private static final Duration FLOWS_KEPT = Duration.ofDays(1);

  private final RedisKeys keys;
  private final AdminCalls calls;

  RedisLedger(RedisKeys keys, AdminCalls calls) {
    this.keys = keys;
    this.calls = calls;
  }

  /** Returns the keys that the script of flows is given. */
  static List<Object> flowKeys(RedisKeys keys) {
    return List.of(keys.flows(), keys.flowsLast());
  }

  /** Returns the arguments that the script of flows is given. */
  static Object[] flowArguments(String source, Map<String, Long> emitted) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                source,
                MOST_FLOWS,
                FLOWS_KEPT.toMillis(),
                EventFlow.OTHERS + " " + EventFlow.OTHERS));
    emitted.forEach((event, count) -> arguments.addAll(List.of(event, count)));
    return arguments.toArray();
  }

  List<EventFlow> flows() {
    Map<String, String> counts = pairs(keys.flows());
    Map<String, String> last = pairs(keys.flowsLast());
    List<EventFlow> flows = new ArrayList<>(counts.size());
    counts.forEach(
        (pair, count) -> {
          int blank = pair.indexOf(' ');
          flows.add(
              new EventFlow(
                  pair.substring(0, blank),
                  pair.substring(blank + 1),
                  Long.parseLong(count),
                  Instant.ofEpochMilli(Long.parseLong(last.getOrDefault(pair, "0")))));
        });
    return List.copyOf(flows);
  }

  private Map<String, String> pairs(String key) {
    List<String> read = calls.read("reading who emits what", key, "HGETALL");
    Map<String, String> pairs = new TreeMap<>();
    for (int i = 0; i < read.size(); i += 2) {
      pairs.put(read.get(i), read.get(i + 1));
    }
    return pairs;
  }

  void audit(AuditEntry entry, int keep) {
    calls.run("noting what was done", Script.AUDIT, List.of(keys.audit()), Json.audit(entry), keep);
  }

  List<AuditEntry> audit(int offset, int limit) {
    return calls
        .read("reading what was done", keys.audit(), "LRANGE", offset, offset + limit - 1)
        .stream()
        .map(RedisLedger::entry)
        .toList();
  }

  private static AuditEntry entry(String note) {
    JsonNode facts = Json.tree(note);
    return new AuditEntry(
        Instant.ofEpochMilli(facts.path("at").asLong(0)),
        facts.path("who").asString(""),
        facts.path("action").asString(""),
        facts.path("target").asString(""));
  }
}
