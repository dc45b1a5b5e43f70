package dev.postbus.engine;

import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The administrative half of a store; blocking calls, each bounded work for the store. Thread-safe.
 */
public interface AdminStore {

  /** Returns the groups in the directory. */
  Set<String> groups();

  /** Returns the counts of a queue; what is due counts as ready. */
  QueueCounts counts(String group, EventQueue queue);

  /**
   * Returns the element that has waited longest of those never claimed and not delayed; empty when
   * there is none.
   */
  Optional<byte[]> oldestReady(String group, EventQueue queue);

  /** Pauses or resumes a queue; resuming wakes waiting consumers. */
  void pause(String group, EventQueue queue, boolean paused);

  /** Returns the paused queues. */
  Set<EventQueue> paused(String group);

  /** Returns dead letters, newest first. */
  List<StoredDeadLetter> deadLetters(String group, int offset, int limit);

  /** Returns the keys of an event's dead letters, of one handler or (null) of all. */
  List<String> deadLetterKeys(String group, String eventId, @Nullable String handlerId);

  /** Returns the keys of the oldest dead letters. */
  List<String> oldestDeadLetterKeys(String group, int limit);

  /**
   * Puts dead letters at the end of their queue's front with a fresh budget; returns how many there
   * were.
   */
  int redrive(String group, List<String> keys);

  /** Removes dead letters; returns how many there were. */
  int discard(String group, List<String> keys);

  /** Returns what waits for its time, next due first. */
  List<StoredDelayed> delayed(String group, int offset, int limit);

  /** Removes a first delivery that is not yet due. */
  boolean cancelDelayed(String group, String eventId);

  /** Ends a handler's binding. */
  boolean forgetHandler(String group, String handlerId);

  /**
   * Removes a group and all it holds, in bounded steps.
   *
   * @throws IllegalStateException when a consumer of it is alive
   */
  boolean removeGroup(String group);

  /**
   * A dead letter as stored.
   *
   * @param key what the store knows it by
   * @param eventId the id it is found by; of an unreadable element one that the engine made
   * @param queue its queue
   * @param handlerId its handler, empty for an unreadable element
   * @param attempts how many were made
   * @param failedAtMillis when, epoch milliseconds of the store
   * @param reason why
   * @param element the element as it lay in the queue
   */
  record StoredDeadLetter(
      String key,
      String eventId,
      EventQueue queue,
      String handlerId,
      int attempts,
      long failedAtMillis,
      String reason,
      byte[] element) {}

  /**
   * A delayed delivery as stored.
   *
   * @param deliveryId its id
   * @param queue its queue
   * @param dueAtMillis when, epoch milliseconds of the store
   * @param firstDelivery whether it can be cancelled
   * @param state its state, see {@link DeliveryState}
   * @param element the element
   */
  record StoredDelayed(
      String deliveryId,
      EventQueue queue,
      long dueAtMillis,
      boolean firstDelivery,
      String state,
      byte[] element) {}
}
