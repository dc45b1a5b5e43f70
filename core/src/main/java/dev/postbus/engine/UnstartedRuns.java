package dev.postbus.engine;

import dev.postbus.EventBusListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives runs that did not start back to the front of their queue, uncharged; whole deliveries as
 * they came. Thread-safe.
 */
final class UnstartedRuns {

  private final Settlements settlements;
  private final EventBusListener listener;

  UnstartedRuns(Settlements settlements, EventBusListener listener) {
    this.settlements = settlements;
    this.listener = listener;
  }

  /** Settles them, in this order; those under a lost lease are somebody else's already. */
  void handBack(List<HandlerRun> runs) {
    Map<Delivery, List<HandlerRun>> byDelivery = new LinkedHashMap<>();
    runs.forEach(HandlerRun::skip);
    runs.forEach(
        run -> byDelivery.computeIfAbsent(run.delivery, delivery -> new ArrayList<>()).add(run));
    List<Delivery> deliveries = new ArrayList<>(byDelivery.keySet());
    // Each goes to the very front, so the last comes first.
    Collections.reverse(deliveries);
    for (Delivery delivery : deliveries) {
      if (!delivery.lease.lost()) {
        handBack(delivery, byDelivery.get(delivery));
      }
    }
  }

  private void handBack(Delivery delivery, List<HandlerRun> shares) {
    if (shares.size() == delivery.shares()) {
      settlements.add(
          delivery.lease, new Settlement.Release(delivery.id()), () -> shares.forEach(this::tell));
    } else {
      shares.forEach(
          run ->
              settlements.add(
                  delivery.lease,
                  new Settlement.Again(
                      delivery.id(),
                      run.number,
                      Duration.ZERO,
                      run.attempt() - 1,
                      delivery.suspect),
                  () -> tell(run)));
    }
  }

  private void tell(HandlerRun run) {
    listener.onHandedBack(run.metadata(), run.handler.id());
  }
}
