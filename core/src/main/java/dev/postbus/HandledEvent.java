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
 * @param payloadJson the payload as it was emitted, cut at {@link #LONGEST_PAYLOAD}
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

  /** How many characters of a payload are told. */
  public static final int LONGEST_PAYLOAD = 10_000;

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

  /** Tells whether the payload may have been cut: it is as long as one that was. */
  public boolean isCut() {
    return payloadJson.length() >= LONGEST_PAYLOAD - 1;
  }

  /** Returns the same when so many more were left out before it. */
  public HandledEvent withLeftOut(long more) {
    return new HandledEvent(
        metadata, group, handler, attempt, outcome, took, payloadJson, instance, leftOut + more);
  }
}
