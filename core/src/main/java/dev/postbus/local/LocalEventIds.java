package dev.postbus.local;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The event ids that callers chose, remembered for a while. Guarded by the store's lock. */
final class LocalEventIds {

  /** More than a batch brings, so that memory shrinks even under load, yet no step takes long. */
  private static final int FORGOTTEN_PER_STEP = 1_000;

  /** In the order they were accepted, which with one window is the order they end in. */
  private final Map<String, Accepted> accepted = new LinkedHashMap<>();

  private record Accepted(int groups, Instant until) {}

  /** Returns to how many groups the event was handed when it was accepted, or -1. */
  int groupsOf(String eventId, Instant now) {
    Accepted known = accepted.get(eventId);
    return known != null && known.until().isAfter(now) ? known.groups() : -1;
  }

  void remember(String eventId, int groups, Instant now, Duration window) {
    accepted.remove(eventId);
    accepted.put(eventId, new Accepted(groups, now.plus(window)));
  }

  /** Forgets the oldest ids whose time is up. */
  void forgetSome(Instant now) {
    Iterator<Accepted> oldest = accepted.values().iterator();
    for (int i = 0; i < FORGOTTEN_PER_STEP && oldest.hasNext(); i++) {
      if (oldest.next().until().isAfter(now)) {
        return;
      }
      oldest.remove();
    }
  }

  int size() {
    return accepted.size();
  }
}
