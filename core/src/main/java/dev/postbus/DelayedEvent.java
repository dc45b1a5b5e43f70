package dev.postbus;

import java.time.Instant;
import java.util.Optional;

/** A delivery that waits for its time. Immutable. */
public interface DelayedEvent {

  /** Returns the facts of the event. */
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
}
