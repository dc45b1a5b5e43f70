package dev.postbus;

import java.time.Duration;

/**
 * A run of a handler that has just ended, as {@link EventBusAdmin#tail} shows it.
 *
 * @param metadata the facts of the event
 * @param group the group that handled it
 * @param handler the id of the handler
 * @param attempt the number of the attempt, counting from 1
 * @param outcome {@code "handled"}, {@code "retried"} or {@code "dead"}
 * @param took how long the handler ran
 * @param payloadJson the payload as it was emitted, cut at 10,000 characters
 * @param instance the id of the instance
 * @param leftOut how many others of that instance were left out before this one, because there were
 *     too many
 */
public record HandledEvent(
    EventMetadata metadata,
    String group,
    String handler,
    int attempt,
    String outcome,
    Duration took,
    String payloadJson,
    String instance,
    long leftOut) {

  /** Makes one before which none was left out. */
  public HandledEvent(
      EventMetadata metadata,
      String group,
      String handler,
      int attempt,
      String outcome,
      Duration took,
      String payloadJson,
      String instance) {
    this(metadata, group, handler, attempt, outcome, took, payloadJson, instance, 0);
  }

  /** Returns the same when so many more were left out before it. */
  public HandledEvent withLeftOut(long more) {
    return new HandledEvent(
        metadata, group, handler, attempt, outcome, took, payloadJson, instance, leftOut + more);
  }
}
