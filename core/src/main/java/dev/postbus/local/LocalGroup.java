package dev.postbus.local;

import dev.postbus.EventQueue;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** All that one group holds. Guarded by the store's lock. */
final class LocalGroup {

  private final List<LocalQueue> queues;
  private final LocalLeases leases = new LocalLeases();
  private final LocalDeadLetters deadLetters = new LocalDeadLetters();

  /** First deliveries that are not yet due, by event id. */
  private final Map<String, LocalDelivery> scheduled = new HashMap<>();

  private long sequence;

  LocalGroup() {
    queues = Stream.of(EventQueue.values()).map(name -> new LocalQueue(this, name)).toList();
  }

  LocalQueue queue(EventQueue name) {
    return queues.get(name.ordinal());
  }

  List<LocalQueue> queues() {
    return queues;
  }

  LocalLeases leases() {
    return leases;
  }

  LocalDeadLetters deadLetters() {
    return deadLetters;
  }

  Map<String, LocalDelivery> scheduled() {
    return scheduled;
  }

  long nextSequence() {
    return ++sequence;
  }

  Set<EventQueue> paused() {
    EnumSet<EventQueue> paused = EnumSet.noneOf(EventQueue.class);
    for (LocalQueue queue : queues) {
      if (queue.isPaused()) {
        paused.add(queue.name());
      }
    }
    return paused;
  }

  void wake(LocalSignals signals) {
    for (LocalQueue queue : queues) {
      queue.waiters().wake(signals);
    }
  }

  void wakeAll(LocalSignals signals) {
    for (LocalQueue queue : queues) {
      queue.waiters().wakeAll(signals);
    }
  }

  void disarm(LocalConsumer consumer) {
    for (LocalQueue queue : queues) {
      queue.waiters().disarm(consumer);
    }
  }
}
