package dev.postbus;

import java.util.List;

/** A delivery that an instance has claimed and not yet settled. Immutable. */
public interface InFlightEvent {

  /**
   * Returns the facts of the event; of an unreadable element its event is {@code "unreadable"} and
   * its id made up.
   */
  EventMetadata metadata();

  /** Returns the ids of the handlers that have not settled it yet. */
  List<String> handlers();

  /** Returns the payload as it was emitted, or the raw element when it could not be read. */
  String payloadJson();

  /** Returns the id of the instance that holds it. */
  String instance();
}
