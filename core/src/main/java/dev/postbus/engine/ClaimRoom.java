package dev.postbus.engine;

import dev.postbus.EventQueue;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a claim loop may claim: room in a queue that may hold something. A queue with room that
 * promises nothing is armed. For the thread of the loop.
 */
final class ClaimRoom {

  private final Collection<QueueWorkers> workers;
  private final QueueSignals signals;

  ClaimRoom(Collection<QueueWorkers> workers, QueueSignals signals) {
    this.workers = List.copyOf(workers);
    this.signals = signals;
  }

  /**
   * Returns how many handler deliveries to claim of each queue that has room.
   *
   * @param onTheWay how many may have been claimed that are not in line yet
   */
  Map<EventQueue, Integer> wanted(Map<EventQueue, Integer> onTheWay) {
    Map<EventQueue, Integer> wanted = new EnumMap<>(EventQueue.class);
    for (QueueWorkers queue : workers) {
      int room = room(queue, onTheWay);
      if (room > 0 && signals.isPromising(queue.queue())) {
        wanted.put(queue.queue(), room);
      }
    }
    return wanted;
  }

  /**
   * Asks for a signal for every queue that has room and nothing to claim.
   *
   * @param onTheWay how many may have been claimed that are not in line yet
   */
  void arm(Consumer consumer, Map<EventQueue, Integer> onTheWay) {
    for (QueueWorkers queue : workers) {
      if (room(queue, onTheWay) > 0 && signals.arm(queue.queue())) {
        arm(consumer, queue.queue());
      }
    }
  }

  private static int room(QueueWorkers queue, Map<EventQueue, Integer> onTheWay) {
    return queue.wanted(onTheWay.getOrDefault(queue.queue(), 0));
  }

  private void arm(Consumer consumer, EventQueue queue) {
    try {
      consumer.arm(queue);
    } catch (RuntimeException notArmed) {
      signals.disarm(queue);
      throw notArmed;
    }
  }
}
