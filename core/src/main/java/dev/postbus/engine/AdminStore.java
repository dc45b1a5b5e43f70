package dev.postbus.engine;

import dev.postbus.AuditEntry;
import dev.postbus.EventFlow;
import dev.postbus.EventQueue;
import dev.postbus.InstanceInfo;
import dev.postbus.QueueCounts;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The administrative half of a store; blocking calls, each bounded work for the store. Thread-safe.
 */
public interface AdminStore {

  /** Returns the store's time, give or take what the way to it takes. */
  Instant now();

  /** Returns the groups in the directory. */
  Set<String> groups();

  /** Returns the consumers of all groups, also those that others have not yet recovered. */
  List<InstanceInfo> instances();

  /** Returns what was told by {@link EventStore#addFlows}, by source and event. */
  List<EventFlow> flows();

  /** Keeps the entry as the newest, and no more than {@code keep} in all. */
  void audit(AuditEntry entry, int keep);

  /** Returns what was kept, newest first. */
  List<AuditEntry> audit(int offset, int limit);

  /** Returns when those of the handlers that are known were last advertised, in epoch millis. */
  Map<String, Long> advertised(String group, Collection<String> handlerIds);

  /** Returns how much there is to page through; what is due counts as ready. */
  Sizes sizes(String group);

  /** Returns the counts of a queue; what is due counts as ready. */
  QueueCounts counts(String group, EventQueue queue);

  /**
   * Returns the element that has waited longest of those never claimed and not delayed; empty when
   * there is none.
   */
  Optional<byte[]> oldestReady(String group, EventQueue queue);

  /**
   * Returns what waits to be claimed: what a crash was seen with, then the front, then what was
   * never claimed. What is due is among it.
   */
  List<StoredReady> ready(String group, EventQueue queue, int offset, int limit);

  /** Returns what consumers hold, by consumer and then in the order it got its ids. */
  List<StoredInFlight> inFlight(String group, int offset, int limit);

  /** Pauses or resumes a queue; resuming wakes waiting consumers. */
  void pause(String group, EventQueue queue, boolean paused);

  /** Returns the paused queues. */
  Set<EventQueue> paused(String group);

  /** Returns dead letters, newest first. */
  List<StoredDeadLetter> deadLetters(String group, int offset, int limit);

  /** Returns those of the dead letters that there are, in the order of the keys. */
  List<StoredDeadLetter> deadLetters(String group, List<String> keys);

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

  /** Returns a delivery that is not yet due; any text may be asked for. */
  Optional<StoredDelayed> delayedDelivery(String group, String deliveryId);

  /** Makes a delivery due; false when it is not in the calendar or due already. */
  boolean runNow(String group, String deliveryId);

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
   * How much there is to page through, in deliveries and not in handler deliveries.
   *
   * @param dead dead letters
   * @param delayed deliveries that wait for their time
   * @param ready deliveries that wait to be claimed, per queue
   */
  record Sizes(long dead, long delayed, Map<EventQueue, Long> ready) {

    /** Copies the map. */
    public Sizes {
      ready = Map.copyOf(ready);
    }
  }

  /**
   * A delivery that waits to be claimed, as stored.
   *
   * @param state its state, see {@link DeliveryState}; empty for a first delivery
   * @param element the element
   */
  record StoredReady(String state, byte[] element) {}

  /**
   * A claimed delivery as stored.
   *
   * @param deliveryId its id
   * @param queue its queue
   * @param consumer who holds it
   * @param state its state, with the shares that were settled since
   * @param element the element
   */
  record StoredInFlight(
      String deliveryId, EventQueue queue, String consumer, String state, byte[] element) {}

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
