package dev.postbus.engine;

import dev.postbus.Durability;
import java.time.Duration;
import java.util.List;

/**
 * Events that are stored in one step.
 *
 * @param publisherId who publishes; unique per publisher
 * @param sequence the number of this batch, ascending per publisher. The store answers a repeat of
 *     its newest number with what it answered first and stores nothing, and refuses a lower one
 * @param directoryVersion the version the routes were made from
 * @param events the events, in order
 * @param deduplicationWindow how long a caller's event id is remembered
 * @param unclaimedLimit how many events may wait for a first group
 * @param durability what must be confirmed before they count as accepted
 */
public record PublishBatch(
    String publisherId,
    long sequence,
    String directoryVersion,
    List<OutgoingEvent> events,
    Duration deduplicationWindow,
    int unclaimedLimit,
    Durability durability) {

  /** Copies the events. */
  public PublishBatch {
    events = List.copyOf(events);
  }

  /** Makes a batch that only needs to be stored. */
  public PublishBatch(
      String publisherId,
      long sequence,
      String directoryVersion,
      List<OutgoingEvent> events,
      Duration deduplicationWindow,
      int unclaimedLimit) {
    this(
        publisherId,
        sequence,
        directoryVersion,
        events,
        deduplicationWindow,
        unclaimedLimit,
        Durability.STORED);
  }
}
