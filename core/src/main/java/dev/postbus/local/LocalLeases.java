package dev.postbus.local;

import dev.postbus.InstanceInfo;
import dev.postbus.engine.AdminStore.StoredInFlight;
import dev.postbus.engine.FencedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The registrations of one group. Being listed here is what gives a consumer its rights; a lease
 * that ran out only lets others take it off the list. What it held is then given back in steps.
 * Guarded by the store's lock.
 */
final class LocalLeases {

  private static final int RECOVERED_PER_STEP = 200;

  private final Set<LocalConsumer> consumers = new LinkedHashSet<>();

  private final ArrayDeque<Orphans> orphans = new ArrayDeque<>();

  /** What a fenced consumer held and nobody has given back yet, in claim order. */
  private record Orphans(LocalConsumer of, ArrayDeque<LocalDelivery> held) {}

  /** When each handler was last advertised. */
  private final Map<String, Long> advertised = new HashMap<>();

  /** Since when the group has had a live consumer without a gap. */
  private long aliveSince;

  void register(LocalConsumer consumer, Instant now) {
    consumers.add(consumer);
    extend(consumer, now);
    advertise(consumer.info().handlerIds(), now);
  }

  /** Renews the lease of a consumer that still has its rights. */
  void renew(LocalConsumer consumer, Instant now) {
    requireListed(consumer);
    extend(consumer, now);
  }

  boolean isListed(LocalConsumer consumer) {
    return consumers.contains(consumer);
  }

  void requireListed(LocalConsumer consumer) {
    if (!isListed(consumer)) {
      throw new FencedException(consumer.id());
    }
  }

  private void extend(LocalConsumer consumer, Instant now) {
    if (!isAlive(now)) {
      aliveSince = now.toEpochMilli();
    }
    consumer.leaseUntil(now.plus(consumer.info().lease()));
  }

  void advertise(Set<String> handlerIds, Instant now) {
    for (String handlerId : handlerIds) {
      advertised.put(handlerId, now.toEpochMilli());
    }
  }

  void forget(String handlerId) {
    advertised.remove(handlerId);
  }

  /** Returns when each handler was last advertised, in epoch millis. */
  Map<String, Long> advertised() {
    return advertised;
  }

  /** Returns the living, and the dead that still hold something. */
  Stream<InstanceInfo> instances(String group) {
    return Stream.concat(
        orphans.stream().map(dead -> dead.of().describe(group, dead.held().size())),
        consumers.stream().map(alive -> alive.describe(group, alive.inFlight().size())));
  }

  /** Returns what consumers hold, that of the dead ones included. */
  Stream<StoredInFlight> inFlight() {
    return Stream.concat(
        orphans.stream().flatMap(dead -> inFlight(dead.of(), dead.held())),
        consumers.stream().flatMap(alive -> inFlight(alive, alive.inFlight().values())));
  }

  private static Stream<StoredInFlight> inFlight(
      LocalConsumer consumer, Collection<LocalDelivery> held) {
    return held.stream()
        .map(
            delivery ->
                new StoredInFlight(
                    delivery.id(),
                    delivery.queue().name(),
                    consumer.id(),
                    delivery.presentState(),
                    delivery.element()));
  }

  long absentMillis(String handlerId, Instant now) {
    if (!isAlive(now)) {
      return 0;
    }
    long since = Math.max(aliveSince, advertised.getOrDefault(handlerId, Long.MIN_VALUE));
    return Math.max(0, now.toEpochMilli() - since);
  }

  boolean isAlive(Instant now) {
    return consumers.stream().anyMatch(consumer -> consumer.leaseUntil().isAfter(now));
  }

  /** Nobody is declared dead before the group has lived for a lease time without a gap. */
  Optional<Duration> nextExpiry(LocalConsumer except, Instant now) {
    Instant calm = Instant.ofEpochMilli(aliveSince).plus(except.info().lease());
    return firstToEnd(except, now)
        .map(end -> end.isAfter(now) ? end : calm)
        .map(from -> from.isAfter(now) ? Duration.between(now, from) : Duration.ZERO);
  }

  private Optional<Instant> firstToEnd(LocalConsumer except, Instant now) {
    if (!orphans.isEmpty()) {
      return Optional.of(now);
    }
    return consumers.stream()
        .filter(consumer -> consumer != except)
        .map(LocalConsumer::leaseUntil)
        .min(Instant::compareTo);
  }

  /** Takes the rights of others whose lease has run out. */
  void fenceExpired(LocalConsumer except, LocalGroup group, Instant now) {
    for (LocalConsumer consumer : List.copyOf(consumers)) {
      if (consumer != except && !consumer.leaseUntil().isAfter(now)) {
        fence(consumer, group);
      }
    }
  }

  void fenceAll(LocalGroup group) {
    List.copyOf(consumers).forEach(consumer -> fence(consumer, group));
  }

  private void fence(LocalConsumer consumer, LocalGroup group) {
    ArrayDeque<LocalDelivery> held = remove(consumer, group);
    if (!held.isEmpty()) {
      orphans.add(new Orphans(consumer, held));
    }
  }

  /** Ends a registration at its own wish; what ran is not blamed for it. */
  void close(LocalConsumer consumer, LocalGroup group) {
    giveBack(remove(consumer, group), Integer.MAX_VALUE, false);
  }

  private ArrayDeque<LocalDelivery> remove(LocalConsumer consumer, LocalGroup group) {
    consumers.remove(consumer);
    group.disarm(consumer);
    ArrayDeque<LocalDelivery> held = new ArrayDeque<>(consumer.inFlight().values());
    consumer.release();
    return held;
  }

  /** Gives a bounded number of orphans back; returns their weight, or -1 when there are none. */
  int recover() {
    if (orphans.isEmpty()) {
      return -1;
    }
    ArrayDeque<LocalDelivery> held = orphans.getFirst().held();
    int recovered = giveBack(held, RECOVERED_PER_STEP, true);
    if (held.isEmpty()) {
      orphans.removeFirst();
    }
    return recovered;
  }

  /** The newest claim goes first, so that in the end the oldest stands foremost. */
  private static int giveBack(ArrayDeque<LocalDelivery> held, int limit, boolean charged) {
    int weight = 0;
    for (int i = 0; i < limit && !held.isEmpty(); i++) {
      LocalDelivery delivery = held.removeLast();
      LocalQueue queue = delivery.queue();
      delivery.crash(charged);
      queue.identify(delivery);
      queue.counts().inFlight -= delivery.weight();
      queue.addFirst(delivery);
      weight += delivery.weight();
    }
    return weight;
  }
}
