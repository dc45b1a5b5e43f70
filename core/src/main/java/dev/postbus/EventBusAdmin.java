package dev.postbus;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks into the store and steers it, for all instances of the namespace. Thread-safe; every call
 * is bounded work for the store. Unknown groups have no events: counts are zero, lists empty,
 * actions answer false.
 */
public interface EventBusAdmin {

  /** Returns the time by the store's clock, by which all times here go. */
  Instant now();

  /** Returns the groups that are or were bound and not removed. */
  Set<String> groups();

  /**
   * Returns the instances of all groups, by group and age: those that live, and those that hold
   * what nobody has taken over yet.
   */
  List<InstanceInfo> instances();

  /**
   * Returns who emits what, by source and event name; at most 1,000 pairs are told apart, and then
   * those that nobody has emitted for a day make room.
   */
  List<EventFlow> flows();

  /** Returns the handlers bound to the group, by their ids; forgotten ones are left out. */
  List<HandlerInfo> handlers(String group);

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
   * Returns what waits in the queue, what is claimed next first: what came back or was due, then
   * what was never claimed.
   *
   * @param offset how many to skip, at least 0
   * @param limit how many to return, 1 to 1,000
   */
  List<ReadyEvent> ready(String group, EventQueue queue, int offset, int limit);

  /**
   * Returns what instances have claimed, by instance, what was claimed first first.
   *
   * @param offset how many to skip, at least 0
   * @param limit how many to return, 1 to 1,000
   */
  List<InFlightEvent> inFlight(String group, int offset, int limit);

  /**
   * Returns how long the event at the head of the queue has waited, of those never claimed and not
   * delayed; empty when there is none.
   */
  Optional<Duration> oldestAge(String group, EventQueue queue);

  /**
   * Searches what waits in the queue, in the order of {@link #ready}. Looks at no more than 2,000
   * per call; what changes meanwhile may be seen twice or missed.
   *
   * @param cursor 0, then what the page before said comes next
   * @param limit how many to return at most, 1 to 1,000
   */
  Page<ReadyEvent> findReady(
      String group, EventQueue queue, EventFilter filter, long cursor, int limit);

  /**
   * Returns dead letters, newest first.
   *
   * @param offset how many to skip, at least 0
   * @param limit how many to return, 1 to 1,000
   */
  List<DeadLetter> deadLetters(String group, int offset, int limit);

  /** Returns the dead letters of one event, one per handler that gave it up, oldest first. */
  List<DeadLetter> deadLetters(String group, String eventId);

  /** Searches the dead letters, newest first, as {@link #findReady} does. */
  Page<DeadLetter> findDeadLetters(String group, EventFilter filter, long cursor, int limit);

  /**
   * Gives every dead letter of the event a fresh budget of attempts, each for its own handler;
   * false when there is none.
   */
  boolean redrive(String group, String eventId);

  /** The same for one handler's dead letter. */
  boolean redrive(String group, String eventId, String handler);

  /**
   * Redrives the dead letters with these {@link DeadLetter#key() keys}, found at once however many
   * there are; returns how many there still were.
   */
  int redriveAll(String group, Collection<String> keys);

  /** Redrives the oldest dead letters, at most {@code limit}, and returns how many. */
  int redriveAll(String group, int limit);

  /** Removes every dead letter of the event; false when there is none. */
  boolean discard(String group, String eventId);

  /** Removes one handler's dead letter; false when there is none. */
  boolean discard(String group, String eventId, String handler);

  /** Removes the dead letters with these {@link DeadLetter#key() keys}; returns how many. */
  int discardAll(String group, Collection<String> keys);

  /** Returns the dead letter with this {@link DeadLetter#key() key}; empty when it is gone. */
  Optional<DeadLetter> deadLetter(String group, String key);

  /**
   * Returns what waits for its time, next due first.
   *
   * @param offset how many to skip, at least 0
   * @param limit how many to return, 1 to 1,000
   */
  List<DelayedEvent> delayed(String group, int offset, int limit);

  /** Returns one delivery that waits for its time; empty when it is due or gone. */
  Optional<DelayedEvent> delayedDelivery(String group, String deliveryId);

  /** Searches what waits for its time, next due first, as {@link #findReady} does. */
  Page<DelayedEvent> findDelayed(String group, EventFilter filter, long cursor, int limit);

  /**
   * Makes a delivery due now, a first one or a retry; it keeps the attempts it has used up. False
   * when it is due or gone.
   */
  boolean runNow(String group, String deliveryId);

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

  /** Keeps a note of what somebody did, for all to see; the newest 1,000 are kept. */
  void audit(AuditEntry entry);

  /**
   * Returns what was noted, newest first.
   *
   * @param offset how many to skip, at least 0
   * @param limit how many to return, 1 to 1,000
   */
  List<AuditEntry> audit(int offset, int limit);

  /**
   * Shows what instances handle from now on, as it happens: a sample, at most 100 per second and
   * instance, for people who look on. Costs instances next to nothing while nobody looks.
   *
   * @param pattern which events, by name
   * @param listener is called for one after the other, on a thread of the bus; what it throws is
   *     logged
   * @return ends it; ended by the end of the bus too
   * @throws IllegalArgumentException when the pattern is bad
   * @throws EventBusException when the store does not let anybody listen
   */
  Subscription tail(String pattern, Consumer<HandledEvent> listener);
}
