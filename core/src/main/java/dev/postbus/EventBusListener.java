package dev.postbus;

import java.time.Duration;

/**
 * Is told of every transition on this instance, after it happened. Called on the threads of the
 * bus, concurrently: be quick. What a listener throws is logged and never disturbs delivery.
 */
public interface EventBusListener {

  /** An emit was accepted; {@code groups} is 0 when the event waits for a first group. */
  default void onEmitted(EventMetadata event, int groups) {}

  /** An emit with a known event id was accepted without storing anything. */
  default void onDuplicate(EventMetadata event) {}

  /**
   * A delivery for a handler of this instance was claimed and waits for a free slot: it is started
   * soon, or handed back.
   */
  default void onClaimed(EventMetadata event, String handler, int attempt) {}

  /** A handler is about to run. */
  default void onStarted(EventMetadata event, String handler, int attempt) {}

  /** A handler ended well and the store knows it. */
  default void onHandled(EventMetadata event, String handler, int attempt, Duration took) {}

  /** A handler failed and will be called again after the delay. */
  default void onRetried(
      EventMetadata event, String handler, int attempt, Duration delay, String reason) {}

  /** A handler's delivery became a dead letter. */
  default void onDeadLettered(EventMetadata event, String handler, int attempts, String reason) {}

  /**
   * A handler's delivery was handed back uncharged: the handler is missing here, or the bus stops.
   */
  default void onHandedBack(EventMetadata event, String handler) {}

  /** Deliveries of a dead instance were returned to their queues. */
  default void onRecovered(String group, int deliveries) {}

  /** This instance lost its lease; what it had not finished belongs to others now. */
  default void onLeaseLost(String group) {}

  /** Dead letters were pushed out by the limit. */
  default void onDropped(String group, int deadLetters) {}

  /** A queue of the group was paused or resumed, as seen by this instance. */
  default void onPaused(String group, EventQueue queue, boolean paused) {}

  /** This instance took nothing any more and has started anew; the reason is for people. */
  default void onLoopReplaced(String group, String reason) {}

  /** The store does not answer, or answers again. */
  default void onStoreAvailable(boolean available) {}

  /** One call of the store failed or got no answer; what matters is repeated until it does. */
  default void onStoreFailed(String problem) {}

  /**
   * Returns a listener that tells all of these, in this order; each is told, also when one before
   * it throws.
   *
   * @throws IllegalArgumentException when one of them is null
   */
  static EventBusListener all(EventBusListener... listeners) {
    return Listeners.of(listeners);
  }
}
