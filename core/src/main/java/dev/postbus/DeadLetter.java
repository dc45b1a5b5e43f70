package dev.postbus;

import java.time.Instant;

/** An event that one handler could not handle. Immutable. */
public interface DeadLetter {

  /**
   * Returns the text by which the store knows it, for {@link EventBusAdmin#redriveAll(String,
   * java.util.Collection)}; unique within the group, and another one when it fails again.
   */
  String key();

  /**
   * Returns the facts of the event; of an unreadable element its event is {@code "unreadable"} and
   * its id made up.
   */
  EventMetadata metadata();

  /** Returns the id of the handler; empty text when the event did not get as far as a handler. */
  String handler();

  /** Returns how many attempts were made. */
  int attempts();

  /** Returns when it was given up, by the store's clock. */
  Instant failedAt();

  /** Returns why: the exception with a bounded stack trace, or what the bus found. */
  String reason();

  /** Returns the payload as it was emitted, or the raw element when it could not be read. */
  String payloadJson();
}
