package dev.postbus.engine;

import dev.postbus.EventBusListener;
import dev.postbus.EventQueue;
import java.util.EnumSet;
import java.util.Set;

/**
 * Notices pauses and their ends from what the store answers, and tells the listener. Thread-safe.
 */
final class PauseWatch {

  private final String group;
  private final EventBusListener listener;
  private volatile Set<EventQueue> last = Set.of();

  PauseWatch(String group, EventBusListener listener) {
    this.group = group;
    this.listener = listener;
  }

  void seen(Set<EventQueue> paused) {
    if (paused.equals(last)) {
      return;
    }
    Set<EventQueue> before;
    synchronized (this) {
      before = last;
      last = Set.copyOf(paused);
    }
    for (EventQueue queue : EnumSet.allOf(EventQueue.class)) {
      if (before.contains(queue) != paused.contains(queue)) {
        listener.onPaused(group, queue, paused.contains(queue));
      }
    }
  }

  Set<EventQueue> paused() {
    return last;
  }
}
