package dev.postbus.engine;

import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.List;

/**
 * An event on its way into the store.
 *
 * @param eventId the id
 * @param callerId whether the caller chose the id, so that it is to be deduplicated
 * @param event the event name
 * @param queue the queue it goes to
 * @param delay how long to wait before the first delivery
 * @param envelope the envelope without handlers, see {@link EnvelopeCodec}
 * @param routes the groups it goes to by the directory of the batch; empty when nobody is bound
 */
public record OutgoingEvent(
    String eventId,
    boolean callerId,
    String event,
    EventQueue queue,
    Duration delay,
    byte[] envelope,
    List<GroupRoute> routes) {

  /** Copies the routes; the envelope is shared and must not be changed. */
  public OutgoingEvent {
    routes = List.copyOf(routes);
  }

  /** Returns the same event with the routes of another directory. */
  public OutgoingEvent withRoutes(List<GroupRoute> newRoutes) {
    return new OutgoingEvent(eventId, callerId, event, queue, delay, envelope, newRoutes);
  }
}
