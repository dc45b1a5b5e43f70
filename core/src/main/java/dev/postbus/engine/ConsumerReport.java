package dev.postbus.engine;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a consumer tells of itself, for people.
 *
 * @param handlerIds the handlers it has
 * @param runs what runs now
 */
public record ConsumerReport(Set<String> handlerIds, List<Run> runs) {

  /** Copies the collections. */
  public ConsumerReport {
    handlerIds = Set.copyOf(handlerIds);
    runs = List.copyOf(runs);
  }

  /**
   * A handler that runs.
   *
   * @param handlerId the handler
   * @param event the event's name
   * @param eventId the event's id
   * @param attempt the attempt, counting from 1
   * @param running for how long
   */
  public record Run(
      String handlerId, String event, String eventId, int attempt, Duration running) {}
}
