package dev.postbus.local;

import dev.postbus.AuditEntry;
import dev.postbus.EventFlow;
import dev.postbus.EventQueue;
import dev.postbus.InstanceInfo;
import dev.postbus.QueueCounts;
import dev.postbus.engine.AdminStore;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Administration of the store. Groups that are not bound have nothing and change nothing. */
final class LocalAdmin implements AdminStore {

  private final LocalStore store;
  private final LocalDirectory directory;

  /** Guarded by the store's lock. */
  private final Map<String, LocalGroup> groups;

  private final LocalLedger ledger;
  private final LocalPages pages;

  LocalAdmin(
      LocalStore store,
      LocalDirectory directory,
      Map<String, LocalGroup> groups,
      LocalLedger ledger) {
    this.store = store;
    this.directory = directory;
    this.groups = groups;
    this.ledger = ledger;
    this.pages = new LocalPages(store, groups);
  }

  @Override
  public Instant now() {
    return store.step((now, signals) -> now);
  }

  @Override
  public Set<String> groups() {
    return store.step((now, signals) -> new TreeSet<>(directory.current().groups().keySet()));
  }

  @Override
  public Map<String, Long> advertised(String group, Collection<String> handlerIds) {
    return in(
        group,
        Map.of(),
        held -> {
          Map<String, Long> known = new HashMap<>(held.leases().advertised());
          known.keySet().retainAll(Set.copyOf(handlerIds));
          return known;
        });
  }

  @Override
  public List<InstanceInfo> instances() {
    return store.step(
        (now, signals) ->
            groups.entrySet().stream()
                .flatMap(group -> group.getValue().leases().instances(group.getKey()))
                .toList());
  }

  @Override
  public List<EventFlow> flows() {
    return store.step((now, signals) -> ledger.flows());
  }

  @Override
  public void audit(AuditEntry entry, int keep) {
    store.step(
        (now, signals) -> {
          ledger.audit(entry, keep);
          return null;
        });
  }

  @Override
  public List<AuditEntry> audit(int offset, int limit) {
    return store.step((now, signals) -> ledger.audit(offset, limit));
  }

  @Override
  public Sizes sizes(String group) {
    return pages.sizes(group);
  }

  @Override
  public QueueCounts counts(String group, EventQueue queue) {
    return pages.counts(group, queue);
  }

  @Override
  public List<StoredReady> ready(String group, EventQueue queue, int offset, int limit) {
    return pages.ready(group, queue, offset, limit);
  }

  @Override
  public List<StoredDelayed> delayed(String group, int offset, int limit) {
    return pages.delayed(group, offset, limit);
  }

  @Override
  public Optional<StoredDelayed> delayedDelivery(String group, String deliveryId) {
    return pages.delayed(group, deliveryId);
  }

  @Override
  public boolean runNow(String group, String deliveryId) {
    return pages.runNow(group, deliveryId);
  }

  @Override
  public Optional<byte[]> oldestReady(String group, EventQueue queue) {
    return in(
        group,
        Optional.empty(),
        held -> held.queue(queue).oldestReady().map(LocalDelivery::element));
  }

  @Override
  public List<StoredInFlight> inFlight(String group, int offset, int limit) {
    return in(
        group, List.of(), held -> held.leases().inFlight().skip(offset).limit(limit).toList());
  }

  @Override
  public void pause(String group, EventQueue queue, boolean paused) {
    store.step(
        (now, signals) -> {
          // Also of a group that has not started yet.
          LocalGroup held = groups.computeIfAbsent(group, unknown -> new LocalGroup());
          held.queue(queue).pause(paused, signals);
          return null;
        });
  }

  @Override
  public Set<EventQueue> paused(String group) {
    return in(group, Set.of(), held -> Set.copyOf(held.paused()));
  }

  @Override
  public List<StoredDeadLetter> deadLetters(String group, int offset, int limit) {
    return in(group, List.of(), held -> held.deadLetters().newestFirst(offset, limit));
  }

  @Override
  public List<StoredDeadLetter> deadLetters(String group, List<String> keys) {
    return in(group, List.of(), held -> held.deadLetters().of(keys));
  }

  @Override
  public List<String> deadLetterKeys(String group, String eventId, @Nullable String handlerId) {
    return in(group, List.of(), held -> held.deadLetters().keysOf(eventId, handlerId));
  }

  @Override
  public List<String> oldestDeadLetterKeys(String group, int limit) {
    return in(group, List.of(), held -> held.deadLetters().oldestKeys(limit));
  }

  @Override
  public int redrive(String group, List<String> keys) {
    return store.step(
        (now, signals) -> {
          LocalGroup held = groups.get(group);
          return held == null ? 0 : held.deadLetters().redrive(keys, signals);
        });
  }

  @Override
  public int discard(String group, List<String> keys) {
    return in(group, 0, held -> held.deadLetters().discard(keys));
  }

  @Override
  public boolean cancelDelayed(String group, String eventId) {
    return store.step(
        (now, signals) -> {
          LocalGroup held = groups.get(group);
          LocalDelivery delivery = held == null ? null : held.scheduled().get(eventId);
          if (delivery == null || delivery.due() <= now.toEpochMilli()) {
            return false;
          }
          delivery.queue().cancel(delivery);
          return true;
        });
  }

  @Override
  public boolean forgetHandler(String group, String handlerId) {
    return store.step(
        (now, signals) -> {
          LocalGroup held = groups.get(group);
          if (held != null) {
            held.leases().forget(handlerId);
          }
          return directory.forget(group, handlerId);
        });
  }

  @Override
  public boolean removeGroup(String group) {
    return store.step(
        (now, signals) -> {
          LocalGroup held = groups.get(group);
          if (held != null && held.leases().isAlive(now)) {
            throw new IllegalStateException(
                "group %s has a live instance; stop all of them before removing it"
                    .formatted(group));
          }
          if (held != null) {
            held.leases().fenceAll(held);
            groups.remove(group);
          }
          boolean known = directory.contains(group);
          if (known) {
            directory.remove(group);
          }
          return known;
        });
  }

  private <T> T in(String group, T none, Function<LocalGroup, T> read) {
    return store.step(
        (now, signals) -> {
          LocalGroup held = groups.get(group);
          return held == null ? none : read.apply(held);
        });
  }
}
