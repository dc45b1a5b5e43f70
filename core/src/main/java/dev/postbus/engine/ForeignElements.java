package dev.postbus.engine;

import dev.postbus.EventBusConfig;
import dev.postbus.EventBusListener;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds handlers for elements that no publisher wrote and that so name none. The directory is read
 * for them: the one known here may be older than a binding that another instance has just made.
 */
final class ForeignElements {

  private static final Logger log = LoggerFactory.getLogger(ForeignElements.class);

  private final String group;
  private final DirectoryCache directory;
  private final Settlements settlements;
  private final EventBusListener listener;

  /** A claim whose element names no handlers, and what it says. */
  record Found(Claim claim, Envelope envelope) {}

  ForeignElements(EventBusConfig config, DirectoryCache directory, Settlements settlements) {
    this.group = config.group();
    this.directory = directory;
    this.settlements = settlements;
    this.listener = config.listener();
  }

  /** Settles them as soon as the store has said who is bound. */
  void assign(List<Found> elements, Delivery.Lease lease) {
    directory
        .refresh()
        .whenComplete(
            (fresh, failure) -> {
              if (lease.lost()) {
                return; // whoever has them now decides
              }
              if (failure != null) {
                log.debug(
                    "Who takes foreign elements is not known now; they are released", failure);
                elements.forEach(
                    one ->
                        settlements.add(
                            lease, new Settlement.Release(one.claim().deliveryId()), () -> {}));
              } else {
                elements.forEach(one -> assign(one, fresh, lease));
              }
            });
  }

  private void assign(Found found, GroupDirectory fresh, Delivery.Lease lease) {
    String id = found.claim().deliveryId();
    Envelope envelope = found.envelope();
    List<Integer> numbers = fresh.numbersFor(group, envelope.event());
    if (!numbers.isEmpty()) {
      settlements.add(lease, new Settlement.Assign(id, numbers), () -> {});
      return;
    }
    String reason = "no handler of group %s is bound to \"%s\"".formatted(group, envelope.event());
    settlements.add(
        lease,
        new Settlement.Dead(id, 0, envelope.eventId(), "", 0, reason),
        () -> listener.onDeadLettered(envelope.metadata(found.claim().queue()), "", 0, reason));
  }
}
