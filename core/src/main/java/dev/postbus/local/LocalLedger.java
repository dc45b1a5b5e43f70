package dev.postbus.local;

import dev.postbus.AuditEntry;
import dev.postbus.EventFlow;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is noted for people: who emits what, and who has done what. Guarded by the store's lock. */
final class LocalLedger {

  private static final int MOST_FLOWS = 1_000;

  private final Map<String, Map<String, EventFlow>> flows = new TreeMap<>();
  private final ArrayDeque<AuditEntry> audit = new ArrayDeque<>();
  private int pairs;

  void addFlows(String source, Map<String, Long> emitted, Instant now) {
    emitted.forEach(
        (event, count) -> {
          if (!flows.getOrDefault(source, Map.of()).containsKey(event) && pairs >= MOST_FLOWS) {
            add(EventFlow.OTHERS, EventFlow.OTHERS, count, now);
          } else {
            add(source, event, count, now);
          }
        });
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
