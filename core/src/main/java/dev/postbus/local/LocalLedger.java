package dev.postbus.local;

import dev.postbus.AuditEntry;
import dev.postbus.EventFlow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is noted for people: who emits what, and who has done what. Guarded by the store's lock. */
final class LocalLedger {

  private static final int MOST_FLOWS = 1_000;
  private static final Duration FLOWS_KEPT = Duration.ofDays(1);

  private final Map<String, Map<String, EventFlow>> flows = new TreeMap<>();
  private final ArrayDeque<AuditEntry> audit = new ArrayDeque<>();
  private int pairs;

  void addFlows(String source, Map<String, Long> emitted, Instant now) {
    emitted.forEach(
        (event, count) -> {
          boolean known = flows.getOrDefault(source, Map.of()).containsKey(event);
          if (known || hasRoom(now)) {
            add(source, event, count, now);
          } else {
            add(EventFlow.OTHERS, EventFlow.OTHERS, count, now);
          }
        });
  }

  /** Returns whether one more pair can be told apart; those not emitted for long make room. */
  private boolean hasRoom(Instant now) {
    if (pairs >= MOST_FLOWS) {
      Instant kept = now.minus(FLOWS_KEPT);
      flows.values().forEach(events -> events.values().removeIf(f -> isBefore(f, kept)));
      flows.values().removeIf(Map::isEmpty);
      pairs = flows.values().stream().mapToInt(Map::size).sum();
    }
    return pairs < MOST_FLOWS;
  }

  private static boolean isBefore(EventFlow flow, Instant kept) {
    return flow.lastEmittedAt().isBefore(kept);
  }

  private void add(String source, String event, long count, Instant now) {
    Map<String, EventFlow> ofSource = flows.computeIfAbsent(source, unseen -> new TreeMap<>());
    EventFlow before = ofSource.get(event);
    if (before == null) {
      pairs++;
    }
    ofSource.put(
        event, new EventFlow(source, event, (before == null ? 0 : before.emitted()) + count, now));
  }

  List<EventFlow> flows() {
    return flows.values().stream().flatMap(ofSource -> ofSource.values().stream()).toList();
  }

  void audit(AuditEntry entry, int keep) {
    audit.addFirst(entry);
    while (audit.size() > keep) {
      audit.removeLast();
    }
  }

  List<AuditEntry> audit(int offset, int limit) {
    return audit.stream().skip(offset).limit(limit).toList();
  }
}
