package dev.postbus.engine;

import dev.postbus.Durability;
import dev.postbus.EventBusConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Numbers the batches of one publisher and writes them down for the store, which knows a repeat by
 * its publisher and number. Only touched by whoever is sending.
 */
final class PublishBatches {

  private final EventBusConfig config;
  private final Durability durability;
  private final String publisherId = UUID.randomUUID().toString();
  private long sequence;

  PublishBatches(EventBusConfig config, Durability durability) {
    this.config = config;
    this.durability = durability;
  }

  /** Returns the first attempt at a new batch. */
  PublishAttempt next(List<PendingEvent> batch) {
    return new PublishAttempt(batch, ++sequence, false);
  }

  /** Returns what the store is told, with the routes that the directory gives. */
  PublishBatch message(PublishAttempt attempt, GroupDirectory known) {
    List<OutgoingEvent> events = new ArrayList<>(attempt.batch().size());
    for (PendingEvent one : attempt.batch()) {
      events.add(one.event.withRoutes(known.routesFor(one.event.event())));
    }
    return new PublishBatch(
        publisherId,
        attempt.number(),
        known.version(),
        events,
        config.deduplicationWindow(),
        config.unclaimedLimit(),
        durability);
  }
}
