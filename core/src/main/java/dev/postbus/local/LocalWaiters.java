package dev.postbus.local;

import java.util.ArrayList;
import java.util.List;

/** The consumers that asked for a signal about one queue. Guarded by the store's lock. */
final class LocalWaiters {

  private final LocalQueue queue;
  private final List<LocalConsumer> armed = new ArrayList<>();

  LocalWaiters(LocalQueue queue) {
    this.queue = queue;
  }

  void arm(LocalConsumer consumer, LocalSignals signals) {
    if (!armed.contains(consumer)) {
      armed.add(consumer);
      wake(signals);
    }
  }

  void disarm(LocalConsumer consumer) {
    armed.remove(consumer);
  }

  boolean isEmpty() {
    return armed.isEmpty();
  }

  /** Owes a signal to each that the queue has something for. */
  void wake(LocalSignals signals) {
    if (!armed.isEmpty() && !queue.isPaused()) {
      armed.removeIf(
          consumer -> {
            boolean wakes = queue.hasNewsFor(consumer);
            if (wakes) {
              signals.add(consumer, queue.name());
            }
            return wakes;
          });
    }
  }

  void wakeAll(LocalSignals signals) {
    armed.forEach(consumer -> signals.add(consumer, queue.name()));
    armed.clear();
  }
}
