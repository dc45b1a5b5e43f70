package dev.postbus.engine;

import dev.postbus.EventBusConfig;
import dev.postbus.EventBusListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Buries elements that nobody can read, once for every handler that they name: further attempts
 * would not make them better.
 */
final class UnreadableElements {

  private static final Logger log = LoggerFactory.getLogger(UnreadableElements.class);

  private final String group;
  private final DirectoryCache directory;
  private final Settlements settlements;
  private final EventBusListener listener;

  UnreadableElements(EventBusConfig config, DirectoryCache directory, Settlements settlements) {
    this.group = config.group();
    this.directory = directory;
    this.settlements = settlements;
    this.listener = config.listener();
  }

  /** Settles every share of the claim; what is wrong with it becomes the reason. */
  void bury(
      Claim claim, Delivery.Lease lease, DeliveryState state, UnreadableElementException problem) {
    String reason = "unreadable: " + problem.getMessage();
    log.warn(
        "Delivery {} of group {} goes to the dead letters, {}", claim.deliveryId(), group, reason);
    if (state.attempts().isEmpty()) {
      bury(claim, lease, 0, "", 0, reason);
    }
    state
        .attempts()
        .forEach(
            (number, used) -> {
              BoundHandler bound = directory.find(group, number);
              String handler = bound == null ? "" : bound.binding().handlerId();
              bury(claim, lease, number, handler, used, reason);
            });
  }

  private void bury(
      Claim claim, Delivery.Lease lease, int number, String handler, int attempts, String reason) {
    String eventId = "unreadable-" + claim.deliveryId();
    settlements.add(
        lease,
        new Settlement.Dead(claim.deliveryId(), number, eventId, handler, attempts, reason),
        () ->
            listener.onDeadLettered(
                Envelope.unreadable(eventId, claim.queue()), handler, attempts, reason));
  }
}
