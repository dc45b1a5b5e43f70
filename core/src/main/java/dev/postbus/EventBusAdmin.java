package dev.postbus;

import java.util.List;
import java.util.Set;

/**
 * Looks into the store and steers it, for all instances of the namespace. Thread-safe; every call
 * is bounded work for the store. Unknown groups have no events: counts are zero, lists empty,
 * actions answer false.
 */
public interface EventBusAdmin {

  /** Returns the groups that are or were bound and not removed. */
  Set<String> groups();

  /** Returns the counts of one queue of a group. */
  QueueCounts counts(String group, EventQueue queue);

  /**
   * Stops claiming from the queue on all instances, also after restarts. What runs finishes;
   * emitting works.
   */
  void pause(String group, EventQueue queue);

  /** Ends a pause; waiting events flow again without a new one. */
  void resume(String group, EventQueue queue);

  /** Returns whether the queue is paused. */
  boolean paused(String group, EventQueue queue);

  /**
   * Returns dead letters, newest first.
   *
   * @param offset how many to skip, at least 0
   * @param limit how many to return, 1 to 1,000
   */
  List<DeadLetter> deadLetters(String group, int offset, int limit);

  /**
   * Gives every dead letter of the event a fresh budget of attempts, each for its own handler;
   * false when there is none.
   */
  boolean redrive(String group, String eventId);

  /** The same for one handler's dead letter. */
  boolean redrive(String group, String eventId, String handler);

  /** Redrives the oldest dead letters, at most {@code limit}, and returns how many. */
  int redriveAll(String group, int limit);

  /** Removes every dead letter of the event; false when there is none. */
  boolean discard(String group, String eventId);

  /** Removes one handler's dead letter; false when there is none. */
  boolean discard(String group, String eventId, String handler);

  /**
   * Returns what waits for its time, next due first.
   *
   * @param offset how many to skip, at least 0
   * @param limit how many to return, 1 to 1,000
   */
  List<DelayedEvent> delayed(String group, int offset, int limit);

  /** Removes a first delivery before its time; false when it is due, gone or a retry. */
  boolean cancelDelayed(String group, String eventId);

  /**
   * Ends the durable binding of a handler; what still waits for it becomes dead letters that say
   * so.
   */
  boolean forgetHandler(String group, String handlerId);

  /**
   * Removes a group with all its bindings, events and dead letters.
   *
   * @throws IllegalStateException when an instance of the group is alive; stop it first
   */
  boolean removeGroup(String group);
}
