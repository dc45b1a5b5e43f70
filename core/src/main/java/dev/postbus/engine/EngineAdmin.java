package dev.postbus.engine;

import static dev.postbus.engine.AdminChecks.checkPage;
import static dev.postbus.engine.AdminChecks.notNull;

import dev.postbus.AuditEntry;
import dev.postbus.DeadLetter;
import dev.postbus.DelayedEvent;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventFilter;
import dev.postbus.EventFlow;
import dev.postbus.EventPattern;
import dev.postbus.EventQueue;
import dev.postbus.HandledEvent;
import dev.postbus.HandlerInfo;
import dev.postbus.InFlightEvent;
import dev.postbus.InstanceInfo;
import dev.postbus.Page;
import dev.postbus.QueueCounts;
import dev.postbus.ReadyEvent;
import dev.postbus.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;

/** Administration on any store: checks arguments and reads what the store keeps as bytes. */
final class EngineAdmin implements EventBusAdmin {

  private static final int STEP = 100;
  private static final int KEPT_AUDIT = 1_000;

  private final AdminStore store;
  private final StoredReader reader;
  private final BoundHandlers handlers;
  private final AdminSearches searches;
  private final Tails tails;
  private final Runnable open;

  EngineAdmin(
      EventStore events,
      EnvelopeCodec codec,
      DirectoryCache directory,
      Tails tails,
      Runnable open) {
    this.store = events.admin();
    this.reader = new StoredReader(events, codec, directory);
    this.handlers = new BoundHandlers(events, store);
    this.searches = new AdminSearches(store, reader);
    this.tails = tails;
    this.open = open;
  }

  @Override
  public Instant now() {
    open.run();
    return store.now();
  }

  @Override
  public Set<String> groups() {
    open.run();
    return store.groups();
  }

  @Override
  public List<InstanceInfo> instances() {
    open.run();
    return store.instances().stream()
        .sorted(
            Comparator.comparing(InstanceInfo::group)
                .thenComparing(InstanceInfo::since)
                .thenComparing(InstanceInfo::id))
        .toList();
  }

  @Override
  public List<EventFlow> flows() {
    open.run();
    return store.flows();
  }

  @Override
  public void audit(AuditEntry entry) {
    open.run();
    store.audit(notNull("entry", entry), KEPT_AUDIT);
  }

  @Override
  public List<AuditEntry> audit(int offset, int limit) {
    checkPage(offset, limit);
    open.run();
    return store.audit(offset, limit);
  }

  @Override
  public List<HandlerInfo> handlers(String group) {
    return handlers.of(group(group));
  }

  @Override
  public QueueCounts counts(String group, EventQueue queue) {
    return store.counts(group(group), notNull("queue", queue));
  }

  @Override
  public void pause(String group, EventQueue queue) {
    store.pause(group(group), notNull("queue", queue), true);
  }

  @Override
  public void resume(String group, EventQueue queue) {
    store.pause(group(group), notNull("queue", queue), false);
  }

  @Override
  public boolean paused(String group, EventQueue queue) {
    return store.paused(group(group)).contains(notNull("queue", queue));
  }

  @Override
  public List<ReadyEvent> ready(String group, EventQueue queue, int offset, int limit) {
    checkPage(offset, limit);
    StoredReader.Names names = reader.names(group(group));
    return store.ready(group, notNull("queue", queue), offset, limit).stream()
        .<ReadyEvent>map(stored -> reader.ready(names, queue, stored))
        .toList();
  }

  @Override
  public List<InFlightEvent> inFlight(String group, int offset, int limit) {
    checkPage(offset, limit);
    StoredReader.Names names = reader.names(group(group));
    return store.inFlight(group, offset, limit).stream()
        .<InFlightEvent>map(stored -> reader.inFlight(names, stored))
        .toList();
  }

  @Override
  public Optional<Duration> oldestAge(String group, EventQueue queue) {
    return store
        .oldestReady(group(group), notNull("queue", queue))
        .flatMap(element -> reader.age(element, store.now()));
  }

  @Override
  public Page<ReadyEvent> findReady(
      String group, EventQueue queue, EventFilter filter, long cursor, int limit) {
    return searches.ready(group(group), notNull("queue", queue), filter, cursor, limit);
  }

  @Override
  public Page<DeadLetter> findDeadLetters(
      String group, EventFilter filter, long cursor, int limit) {
    return searches.deadLetters(group(group), filter, cursor, limit);
  }

  @Override
  public Page<DelayedEvent> findDelayed(String group, EventFilter filter, long cursor, int limit) {
    return searches.delayed(group(group), filter, cursor, limit);
  }

  @Override
  public List<DeadLetter> deadLetters(String group, int offset, int limit) {
    checkPage(offset, limit);
    return store.deadLetters(group(group), offset, limit).stream()
        .<DeadLetter>map(reader::deadLetter)
        .toList();
  }

  @Override
  public List<DeadLetter> deadLetters(String group, String eventId) {
    List<String> keys = keys(group(group), eventId, null);
    return keys.isEmpty()
        ? List.of()
        : store.deadLetters(group, keys).stream().<DeadLetter>map(reader::deadLetter).toList();
  }

  @Override
  public boolean redrive(String group, String eventId) {
    return store.redrive(group(group), keys(group, eventId, null)) > 0;
  }

  @Override
  public boolean redrive(String group, String eventId, String handler) {
    return store.redrive(group(group), keys(group, eventId, notNull("handler", handler))) > 0;
  }

  @Override
  public int redriveAll(String group, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is %d; it must be at least 1".formatted(limit));
    }
    int done = 0;
    while (done < limit) {
      List<String> keys = store.oldestDeadLetterKeys(group(group), Math.min(STEP, limit - done));
      if (keys.isEmpty()) {
        break;
      }
      done += store.redrive(group, keys);
    }
    return done;
  }

  @Override
  public boolean discard(String group, String eventId) {
    return store.discard(group(group), keys(group, eventId, null)) > 0;
  }

  @Override
  public boolean discard(String group, String eventId, String handler) {
    return store.discard(group(group), keys(group, eventId, notNull("handler", handler))) > 0;
  }

  @Override
  public int redriveAll(String group, Collection<String> keys) {
    return inSteps(group(group), keys, store::redrive);
  }

  @Override
  public int discardAll(String group, Collection<String> keys) {
    return inSteps(group(group), keys, store::discard);
  }

  private static int inSteps(
      String group, Collection<String> keys, ToIntBiFunction<String, List<String>> action) {
    List<String> all = List.copyOf(notNull("keys", keys));
    int done = 0;
    for (int from = 0; from < all.size(); from += STEP) {
      done += action.applyAsInt(group, all.subList(from, Math.min(from + STEP, all.size())));
    }
    return done;
  }

  @Override
  public Optional<DeadLetter> deadLetter(String group, String key) {
    return store.deadLetters(group(group), List.of(notNull("key", key))).stream()
        .<DeadLetter>map(reader::deadLetter)
        .findFirst();
  }

  private List<String> keys(String group, String eventId, @Nullable String handler) {
    return store.deadLetterKeys(group, notNull("eventId", eventId), handler);
  }

  @Override
  public List<DelayedEvent> delayed(String group, int offset, int limit) {
    checkPage(offset, limit);
    StoredReader.Names names = reader.names(group(group));
    return store.delayed(group, offset, limit).stream()
        .<DelayedEvent>map(stored -> reader.delayed(names, stored))
        .toList();
  }

  @Override
  public Optional<DelayedEvent> delayedDelivery(String group, String deliveryId) {
    return store
        .delayedDelivery(group(group), notNull("deliveryId", deliveryId))
        .map(stored -> reader.delayed(reader.names(group), stored));
  }

  @Override
  public boolean runNow(String group, String deliveryId) {
    return store.runNow(group(group), notNull("deliveryId", deliveryId));
  }

  @Override
  public boolean cancelDelayed(String group, String eventId) {
    return store.cancelDelayed(group(group), notNull("eventId", eventId));
  }

  @Override
  public boolean forgetHandler(String group, String handlerId) {
    return store.forgetHandler(group(group), notNull("handlerId", handlerId));
  }

  @Override
  public boolean removeGroup(String group) {
    return store.removeGroup(group(group));
  }

  @Override
  public Subscription tail(String pattern, Consumer<HandledEvent> listener) {
    open.run();
    return tails.open(EventPattern.of(pattern), notNull("listener", listener));
  }

  private String group(String group) {
    open.run();
    return notNull("group", group);
  }
}
