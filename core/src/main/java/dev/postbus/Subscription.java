package dev.postbus;

/** A handler registered on this instance. Thread-safe. */
public interface Subscription extends AutoCloseable {

  /**
   * Stops handling on this instance; what runs now finishes. The group's durable binding stays, so
   * that other instances go on handling and events wait meanwhile: {@link
   * EventBusAdmin#forgetHandler} ends it. Safe to call repeatedly.
   */
  @Override
  void close();
}
