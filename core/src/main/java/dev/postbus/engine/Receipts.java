package dev.postbus.engine;

import dev.postbus.EmitReceipt;
import dev.postbus.EventBusConfig;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes receipts of the store's answers, and tells whoever is to know that an event is stored: the
 * listener, the counts, and the log when nobody takes it. Thread-safe.
 */
final class Receipts {

  private static final Logger log = LoggerFactory.getLogger(Receipts.class);
  private static final int REMEMBERED_NAMES = 1_000;

  private final EventBusConfig config;
  private final FlowCounts flows;
  private final Set<String> saidUnclaimed = ConcurrentHashMap.newKeySet();

  Receipts(EventBusConfig config, FlowCounts flows) {
    this.config = config;
    this.flows = flows;
  }

  private record Receipt(String eventId, int groups, boolean duplicate) implements EmitReceipt {}

  /** Returns the receipt; once for each emission, because it tells of it. */
  EmitReceipt of(Emission emission, PublishReply.Result result) {
    boolean duplicate = result.kind() == PublishReply.Kind.DUPLICATE;
    if (!duplicate
        && result.groups() == 0
        && saidUnclaimed.size() < REMEMBERED_NAMES
        && saidUnclaimed.add(emission.event())) {
      log.warn(
          "No group is bound to \"{}\": its events wait, at most {}, for the first group that"
              + " subscribes",
          emission.event(),
          config.unclaimedLimit());
    }
    if (duplicate) {
      config.listener().onDuplicate(emission);
    } else {
      flows.emitted(emission.event());
      config.listener().onEmitted(emission, result.groups());
    }
    return new Receipt(emission.eventId(), result.groups(), duplicate);
  }

  /**
   * Tells of an emission that failed and may be stored all the same, and returns whether it is.
   * Stored is stored: the transition is told although there is no receipt.
   */
  boolean tellUnconfirmed(Emission emission, PendingEvent failed) {
    PublishReply.Result result = failed.unconfirmed();
    if (result != null) {
      of(emission, result);
    }
    return result != null;
  }
}
