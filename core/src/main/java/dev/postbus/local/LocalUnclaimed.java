package dev.postbus.local;

import dev.postbus.EventQueue;
import dev.postbus.engine.OutgoingEvent;
import dev.postbus.engine.UnclaimedEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Events that wait for a first group, in the order they came. Guarded by the store's lock. */
final class LocalUnclaimed {

  private final TreeMap<Long, Waiting> waiting = new TreeMap<>();
  private long positions;

  /**
   * One event that waits.
   *
   * @param due when it may be delivered, epoch milliseconds
   */
  record Waiting(String eventId, String event, EventQueue queue, long due, byte[] envelope) {}

  int size() {
    return waiting.size();
  }

  void add(OutgoingEvent event, long due) {
    waiting.put(
        ++positions,
        new Waiting(event.eventId(), event.event(), event.queue(), due, event.envelope()));
  }

  List<UnclaimedEvent> after(long position, int limit) {
    return waiting.tailMap(position, false).entrySet().stream()
        .limit(limit)
        .map(entry -> new UnclaimedEvent(entry.getKey(), entry.getValue().event()))
        .toList();
  }

  /** Takes an event out of the line; null when it has gone elsewhere. */
  @Nullable Waiting take(long position) {
    return waiting.remove(position);
  }

  /** Returns the positions in the order they came. */
  static List<Map.Entry<Long, List<Integer>>> inOrder(Map<Long, List<Integer>> byPosition) {
    return byPosition.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
  }
}
