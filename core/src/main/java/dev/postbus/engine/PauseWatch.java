package dev.postbus.engine;

import dev.postbus.EventBusListener;
import dev.postbus.EventQueue;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Notices pauses and their ends from what the store answers, and tells the listener. Thread-safe.
 */
final class PauseWatch {

  private final String group;
  private final EventBusListener listener;
  private volatile Set<EventQueue> last = Set.of();

  /** Guarded by this; when the question was asked whose answer is the last one. */
  private @Nullable Long asked;

  PauseWatch(String group, EventBusListener listener) {
    this.group = group;
    this.listener = listener;
  }

  /**
   * Takes an answer, unless one to a later question was there before: of what two threads ask, the
   * older answer may come last.
   *
   * @param askedNanos when the question was asked, by {@link EngineTime#nanoTime()}
   */
  void seen(Set<EventQueue> paused, long askedNanos) {
    Set<EventQueue> before;
    synchronized (this) {
      if (asked != null && askedNanos - asked < 0) {
        return;
      }
      asked = askedNanos;
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
