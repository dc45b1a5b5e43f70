package dev.postbus;

/** What a handler may want to know of the run it is in. Thread-safe. */
public interface EventContext {

  /** Returns the facts of the event. */
  EventMetadata metadata();

  /** Returns the number of this attempt, counting from 1. */
  int attempt();

  /** Returns how many attempts this handler has for the event, counting the first. */
  int maxAttempts();

  /**
   * Returns whether a crash may have let this handler run before for this delivery, fully or in
   * part.
   */
  boolean redelivered();

  /**
   * Returns whether the handler had better come to an end: the bus drains, the attempt timed out,
   * or the lease was lost and another instance may have taken the event over.
   */
  boolean cancellationRequested();
}
