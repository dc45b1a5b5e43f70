package dev.postbus;

import java.time.Instant;
import java.util.Optional;

/** A delivery that waits for its time. Immutable. */
public interface DelayedEvent {

  /**
   * Returns the id by which {@link EventBusAdmin#runNow} knows it; another one after each claim.
   */
  String deliveryId();

  /**
   * Returns the facts of the event; of an unreadable element its event is {@code "unreadable"} and
   * its id made up.
   */
  EventMetadata metadata();

  /** Returns when it is due, by the store's clock. */
  Instant dueAt();

  /**
   * Returns whether this is the event's first delivery, which {@link EventBusAdmin#cancelDelayed}
   * can still end.
   */
  boolean firstDelivery();

  /**
   * Returns the handler that waits to be called again; empty for a first delivery, which goes to
   * all.
   */
  Optional<String> handler();

  /** Returns how many attempts that handler has made; 0 for a first delivery. */
  int attempts();

  /** Returns the payload as it was emitted, or the raw element when it could not be read. */
  String payloadJson();
}
