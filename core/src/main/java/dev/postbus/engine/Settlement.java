package dev.postbus.engine;

import java.time.Duration;
import java.util.List;

/**
 * What is to become of a claimed delivery, or of one handler's share of it. Settlements of a
 * delivery that this consumer no longer holds, or of a share already settled, change nothing.
 */
public sealed interface Settlement {

  /** Returns the delivery. */
  String deliveryId();

  /** The handler is done with it. */
  record Done(String deliveryId, int handler) implements Settlement {}

  /**
   * The handler shall get it again.
   *
   * @param delay how long to wait; zero puts it at the front of its queue
   * @param attempts how many attempts the handler has used up
   * @param suspect whether a crash was seen with it and it is still to be handled with care
   */
  record Again(String deliveryId, int handler, Duration delay, int attempts, boolean suspect)
      implements Settlement {}

  /**
   * The handler has failed for good.
   *
   * @param eventId the id by which the dead letter is found; made up when the element could not be
   *     read
   * @param handlerId the id to show; empty text when no handler was in play
   * @param attempts how many attempts were made
   * @param reason why, bounded by the engine
   */
  record Dead(
      String deliveryId, int handler, String eventId, String handlerId, int attempts, String reason)
      implements Settlement {}

  /** Nothing was started: the whole delivery goes back to the front of its queue as it came. */
  record Release(String deliveryId) implements Settlement {}

  /**
   * The element named no handlers, as one that was not put there by a publisher: from now on it is
   * for these, and goes back to the front of its queue.
   *
   * @param handlers at least one
   */
  record Assign(String deliveryId, List<Integer> handlers) implements Settlement {
    /** Copies the numbers. */
    public Assign {
      handlers = List.copyOf(handlers);
    }
  }
}
