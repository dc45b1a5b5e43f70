package dev.postbus.local;

import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.engine.AdminStore.Sizes;
import dev.postbus.engine.AdminStore.StoredDelayed;
import dev.postbus.engine.AdminStore.StoredReady;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Counts and pages of what waits in the queues of a group. */
final class LocalPages {

  /** What is due is counted in steps, so that a flood of it does not hold up the bus. */
  private static final int PROMOTED_PER_STEP = 1_000;

  private final LocalStore store;

  /** Guarded by the store's lock. */
  private final Map<String, LocalGroup> groups;

  LocalPages(LocalStore store, Map<String, LocalGroup> groups) {
    this.store = store;
    this.groups = groups;
  }

  QueueCounts counts(String group, EventQueue queue) {
    promoteAll(group, queue);
    return in(group, LocalCounts.NONE, held -> held.queue(queue).counts().snapshot());
  }

  /** Counts and pages see what is due as ready. */
  private void promoteAll(String group, EventQueue queue) {
    boolean more;
    do {
      more =
          store.step(
              (now, signals) -> {
                LocalGroup held = groups.get(group);
                return held != null
                    && held.queue(queue).promote(now.toEpochMilli(), PROMOTED_PER_STEP)
                        == PROMOTED_PER_STEP;
              });
    } while (more);
  }

  List<StoredReady> ready(String group, EventQueue queue, int offset, int limit) {
    promoteAll(group, queue);
    return in(
        group,
        List.of(),
        held ->
            held.queue(queue)
                .inClaimOrder()
                .skip(offset)
                .limit(limit)
                .map(delivery -> new StoredReady(delivery.state(), delivery.element()))
                .toList());
  }

  Sizes sizes(String group) {
    Map<EventQueue, Long> ready = new EnumMap<>(EventQueue.class);
    for (EventQueue queue : EventQueue.values()) {
      promoteAll(group, queue);
    }
    return in(
        group,
        new Sizes(0, 0, Map.of()),
        held -> {
          long delayed = 0;
          for (LocalQueue queue : held.queues()) {
            ready.put(queue.name(), queue.waiting());
            delayed += queue.delayed();
          }
          return new Sizes(held.deadLetters().size(), delayed, ready);
        });
  }

  List<StoredDelayed> delayed(String group, int offset, int limit) {
    for (EventQueue queue : EventQueue.values()) {
      promoteAll(group, queue);
    }
    return in(
        group,
        List.of(),
        held ->
            held.queues().stream()
                .flatMap(queue -> queue.delayed((long) offset + limit))
                .sorted(LocalDelivery.BY_DUE_TIME)
                .skip(offset)
                .limit(limit)
                .map(LocalPages::stored)
                .toList());
  }

  private static StoredDelayed stored(LocalDelivery delivery) {
    return new StoredDelayed(
        delivery.id(),
        delivery.queue().name(),
        delivery.due(),
        delivery.isCancellable(),
        delivery.state(),
        delivery.element());
  }

  Optional<StoredDelayed> delayed(String group, String deliveryId) {
    return store.step((now, signals) -> delayed(group, deliveryId, now).map(LocalPages::stored));
  }

  boolean runNow(String group, String deliveryId) {
    return store.step(
        (now, signals) -> {
          Optional<LocalDelivery> found = delayed(group, deliveryId, now);
          found.ifPresent(delivery -> delivery.queue().runNow(delivery, signals));
          return found.isPresent();
        });
  }

  private Optional<LocalDelivery> delayed(String group, String deliveryId, Instant now) {
    LocalGroup held = groups.get(group);
    return held == null
        ? Optional.empty()
        : held.queues().stream()
            .flatMap(queue -> queue.delayed(Long.MAX_VALUE))
            .filter(delivery -> delivery.id().equals(deliveryId))
            .filter(delivery -> delivery.due() > now.toEpochMilli())
            .findFirst();
  }

  private <T> T in(String group, T none, Function<LocalGroup, T> read) {
    return store.step(
        (now, signals) -> {
          LocalGroup held = groups.get(group);
          return held == null ? none : read.apply(held);
        });
  }
}
