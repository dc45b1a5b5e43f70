package dev.postbus.local;

import dev.postbus.EventQueue;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One queue of one group. Deliveries wait in one of four places: {@code ready} holds what was never
 * claimed, in the order of emitting; {@code front} what was due, retried, redriven or handed back;
 * {@code suspects} what a crash was seen with; {@code calendar} what waits for its time. Guarded by
 * the store's lock.
 */
final class LocalQueue {

  /** What {@link #nextDue()} says of an empty calendar. */
  static final long NEVER = Long.MAX_VALUE;

  private final LocalGroup group;
  private final EventQueue name;
  private final char initial;
  private final LocalCounts counts = new LocalCounts();
  private final ArrayDeque<LocalDelivery> ready = new ArrayDeque<>();
  private final ArrayDeque<LocalDelivery> front = new ArrayDeque<>();
  private final ArrayDeque<LocalDelivery> suspects = new ArrayDeque<>();
  private final TreeSet<LocalDelivery> calendar = new TreeSet<>(LocalDelivery.BY_DUE_TIME);
  private final LocalWaiters waiters = new LocalWaiters(this);
  private boolean paused;

  LocalQueue(LocalGroup group, EventQueue name) {
    this.group = group;
    this.name = name;
    this.initial = Character.toLowerCase(name.name().charAt(0));
  }

  EventQueue name() {
    return name;
  }

  LocalCounts counts() {
    return counts;
  }

  boolean isPaused() {
    return paused;
  }

  void identify(LocalDelivery delivery) {
    delivery.identify(initial, group.nextSequence());
  }

  /** Takes a new delivery that is due now. One that names no handlers counts when it is claimed. */
  void offer(LocalDelivery delivery) {
    int handlers = delivery.isForeign() ? 0 : delivery.weight();
    counts.emitted += handlers;
    counts.ready += handlers;
    ready.addLast(delivery);
  }

  /** Takes a new delivery that is due later. */
  void offerDelayed(LocalDelivery delivery, long due) {
    counts.emitted += delivery.weight();
    schedule(delivery, due, true);
    group.scheduled().put(delivery.eventId(), delivery);
  }

  void schedule(LocalDelivery delivery, long due, boolean firstDelivery) {
    identify(delivery);
    delivery.schedule(due, firstDelivery);
    counts.delayed += delivery.weight();
    calendar.add(delivery);
  }

  /** Removes a first delivery that is not yet due. */
  void cancel(LocalDelivery delivery) {
    calendar.remove(delivery);
    group.scheduled().remove(delivery.eventId(), delivery);
    counts.delayed -= delivery.weight();
    counts.cancelled += delivery.weight();
  }

  /** Makes a delivery due that is not. */
  void runNow(LocalDelivery delivery, LocalSignals signals) {
    calendar.remove(delivery);
    ready(delivery);
    waiters.wake(signals);
  }

  /** Moves what is due behind the front; returns how many deliveries that were. */
  int promote(long now, int limit) {
    int promoted = 0;
    while (promoted < limit && nextDue() <= now) {
      ready(calendar.pollFirst());
      promoted++;
    }
    return promoted;
  }

  private void ready(LocalDelivery delivery) {
    if (delivery.isCancellable()) {
      group.scheduled().remove(delivery.eventId(), delivery);
    }
    delivery.becomeDue();
    counts.delayed -= delivery.weight();
    addLast(delivery);
  }

  /** Puts a delivery at the end of the front. */
  void addLast(LocalDelivery delivery) {
    counts.ready += delivery.weight();
    (delivery.isSuspect() ? suspects : front).addLast(delivery);
  }

  /** Puts a delivery where it is claimed next. */
  void addFirst(LocalDelivery delivery) {
    counts.ready += delivery.weight();
    (delivery.isSuspect() ? suspects : front).addFirst(delivery);
  }

  /** Puts a first delivery that was not delayed back, foremost, as if it was never claimed. */
  void restore(LocalDelivery delivery) {
    delivery.forgetId();
    if (delivery.isForeign()) {
      counts.emitted--;
    } else {
      counts.ready += delivery.weight();
    }
    ready.addFirst(delivery);
  }

  /**
   * Claims up to the wanted number of handler deliveries. The front comes first but leaves half to
   * the ready list, so that endless retries cannot starve what is new.
   */
  void claim(LocalClaims claims, int wanted) {
    claims.beginQueue();
    if (!suspects.isEmpty() && claims.takesSuspect()) {
      claims.takeSuspect(take(suspects));
      return;
    }
    claim(claims, front, ready.isEmpty() ? wanted : Math.min(wanted, Math.max(1, wanted / 2)));
    claim(claims, ready, wanted);
  }

  private void claim(LocalClaims claims, ArrayDeque<LocalDelivery> from, int upTo) {
    while (!from.isEmpty() && claims.hasRoom(from.peekFirst(), upTo)) {
      claims.take(take(from));
    }
  }

  private LocalDelivery take(ArrayDeque<LocalDelivery> from) {
    LocalDelivery delivery = from.removeFirst();
    int weight = delivery.weight();
    if (from == ready && delivery.isForeign()) {
      counts.emitted++;
    } else {
      counts.ready -= weight;
    }
    counts.inFlight += weight;
    if (!delivery.hasId()) {
      identify(delivery);
    }
    return delivery;
  }

  /** Whether a claim that may bring suspects or not would find something now. */
  boolean hasClaimable(boolean withSuspects, long now) {
    return hasUnsuspected() || (withSuspects && !suspects.isEmpty()) || nextDue() <= now;
  }

  private boolean hasUnsuspected() {
    return !ready.isEmpty() || !front.isEmpty();
  }

  /** Returns when the next delayed delivery is due, epoch milliseconds. */
  long nextDue() {
    return calendar.isEmpty() ? NEVER : calendar.first().due();
  }

  /** Returns the next delayed deliveries in the order of their time. */
  Stream<LocalDelivery> delayed(long limit) {
    return calendar.stream().limit(limit);
  }

  /** Returns how many deliveries are in the calendar. */
  long delayed() {
    return calendar.size();
  }

  /** Returns how many deliveries wait to be claimed. */
  long waiting() {
    return (long) suspects.size() + front.size() + ready.size();
  }

  /** Returns what waits to be claimed, what is claimed next first. */
  Stream<LocalDelivery> inClaimOrder() {
    return Stream.of(suspects, front, ready).flatMap(ArrayDeque::stream);
  }

  /** Returns what was never claimed and has waited longest. */
  Optional<LocalDelivery> oldestReady() {
    return Optional.ofNullable(ready.peekFirst());
  }

  LocalWaiters waiters() {
    return waiters;
  }

  /** Whether a consumer that waits would find something, or has to set its timer anew. */
  boolean hasNewsFor(LocalConsumer consumer) {
    return hasUnsuspected()
        || (consumer.takesSuspects() && !suspects.isEmpty())
        || nextDue() < consumer.toldDue(name);
  }

  /** Ending a pause wakes all, so that they learn of it. */
  void pause(boolean pause, LocalSignals signals) {
    if (paused && !pause) {
      waiters.wakeAll(signals);
    }
    paused = pause;
  }
}
