package dev.postbus;

import java.util.List;

/** A delivery that waits to be claimed. Immutable. */
public interface ReadyEvent {

  /**
   * Returns the facts of the event; of an unreadable element its event is {@code "unreadable"} and
   * its id made up.
   */
  EventMetadata metadata();

  /** Returns the ids of the handlers it is still for; empty for one that no bus emitted. */
  List<String> handlers();

  /** Returns the payload as it was emitted, or the raw element when it could not be read. */
  String payloadJson();

  /** Returns the most attempts that one of the handlers has used up; 0 for a first delivery. */
  int attempts();
}
