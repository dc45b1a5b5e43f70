package dev.postbus.redisson;

import static dev.postbus.redisson.AdminCalls.await;

import dev.postbus.AuditEntry;
import dev.postbus.EventFlow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import tools.jackson.databind.JsonNode;

/** What is noted for people: who emits what, and who has done what. Thread-safe. */
final class RedisLedger {

  private static final int MOST_FLOWS = 1_000;
  private static final Duration FLOWS_KEPT = Duration.ofDays(1);

  private final RedissonClient client;
  private final RedisKeys keys;
  private final AdminCalls calls;

  RedisLedger(RedissonClient client, RedisKeys keys, AdminCalls calls) {
    this.client = client;
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
    Map<String, String> counts =
        new TreeMap<>(
            await(
                "reading who emits what",
                client
                    .<String, String>getMap(keys.flows(), StringCodec.INSTANCE)
                    .readAllMapAsync()));
    Map<String, String> last =
        await(
            "reading who emits what",
            client
                .<String, String>getMap(keys.flowsLast(), StringCodec.INSTANCE)
                .readAllMapAsync());
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

  void audit(AuditEntry entry, int keep) {
    calls.run("noting what was done", Script.AUDIT, List.of(keys.audit()), Json.audit(entry), keep);
  }

  List<AuditEntry> audit(int offset, int limit) {
    List<String> notes =
        await(
            "reading what was done",
            client
                .<String>getList(keys.audit(), StringCodec.INSTANCE)
                .rangeAsync(offset, offset + limit - 1));
    return notes.stream().map(RedisLedger::entry).toList();
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
