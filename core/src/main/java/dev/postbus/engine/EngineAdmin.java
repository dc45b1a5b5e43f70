package dev.postbus.engine;

import dev.postbus.DeadLetter;
import dev.postbus.DelayedEvent;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventMetadata;
import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Administration on any store: checks arguments and reads what the store keeps as bytes. */
final class EngineAdmin implements EventBusAdmin {

  private static final int MAX_PAGE = 1_000;
  private static final int STEP = 100;

  private final AdminStore store;
  private final EventStore events;
  private final EnvelopeCodec codec;
  private final DirectoryCache directory;
  private final Runnable open;

  EngineAdmin(EventStore events, EnvelopeCodec codec, DirectoryCache directory, Runnable open) {
    this.events = events;
    this.store = events.admin();
    this.codec = codec;
    this.directory = directory;
    this.open = open;
  }

  private record StoredLetter(
      EventMetadata metadata,
      String handler,
      int attempts,
      Instant failedAt,
      String reason,
      String payloadJson)
      implements DeadLetter {}

  private record StoredDelay(
      EventMetadata metadata,
      Instant dueAt,
      boolean firstDelivery,
      Optional<String> handler,
      int attempts)
      implements DelayedEvent {}

  @Override
  public Set<String> groups() {
    open.run();
    return store.groups();
  }

  @Override
  public QueueCounts counts(String group, EventQueue queue) {
    return store.counts(group(group), queue(queue));
  }

  @Override
  public void pause(String group, EventQueue queue) {
    store.pause(group(group), queue(queue), true);
  }

  @Override
  public void resume(String group, EventQueue queue) {
    store.pause(group(group), queue(queue), false);
  }

  @Override
  public boolean paused(String group, EventQueue queue) {
    return store.paused(group(group)).contains(queue(queue));
  }

  @Override
  public List<DeadLetter> deadLetters(String group, int offset, int limit) {
    checkPage(offset, limit);
    return store.deadLetters(group(group), offset, limit).stream().map(this::deadLetter).toList();
  }

  private DeadLetter deadLetter(AdminStore.StoredDeadLetter stored) {
    EventMetadata metadata;
    String payload;
    try {
      Envelope envelope = codec.decode(stored.element(), Instant.EPOCH);
      metadata = envelope.metadata(stored.queue());
      payload = envelope.payloadJson();
    } catch (UnreadableElementException unreadable) {
      metadata = Envelope.unreadable(stored.eventId(), stored.queue());
      payload = new String(stored.element(), StandardCharsets.UTF_8);
    }
    return new StoredLetter(
        metadata,
        stored.handlerId(),
        stored.attempts(),
        Instant.ofEpochMilli(stored.failedAtMillis()),
        stored.reason(),
        payload);
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

  private List<String> keys(String group, String eventId, @Nullable String handler) {
    return store.deadLetterKeys(group, notNull("eventId", eventId), handler);
  }

  @Override
  public List<DelayedEvent> delayed(String group, int offset, int limit) {
    checkPage(offset, limit);
    return store.delayed(group(group), offset, limit).stream()
        .map(stored -> delayed(group, stored))
        .toList();
  }

  private DelayedEvent delayed(String group, AdminStore.StoredDelayed stored) {
    EventMetadata metadata;
    try {
      metadata = codec.decode(stored.element(), Instant.EPOCH).metadata(stored.queue());
    } catch (UnreadableElementException unreadable) {
      metadata = Envelope.unreadable("unreadable-" + stored.deliveryId(), stored.queue());
    }
    Map<Integer, Integer> shares =
        DeliveryState.parse(stored.state(), Elements.handlers(stored.element())).attempts();
    Instant due = Instant.ofEpochMilli(stored.dueAtMillis());
    if (stored.firstDelivery() || shares.size() != 1) {
      return new StoredDelay(metadata, due, stored.firstDelivery(), Optional.empty(), 0);
    }
    Map.Entry<Integer, Integer> share = shares.entrySet().iterator().next();
    return new StoredDelay(
        metadata, due, false, Optional.of(handlerId(group, share.getKey())), share.getValue());
  }

  private String handlerId(String group, int number) {
    BoundHandler bound = directory.find(group, number);
    if (bound == null) {
      bound =
          Stages.await(
                  events.directory(), java.time.Duration.ofSeconds(10), "reading the directory")
              .find(group, number);
    }
    return bound == null ? "#" + number : bound.binding().handlerId();
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

  private String group(String group) {
    open.run();
    return notNull("group", group);
  }

  private static <T> T notNull(String what, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(what + " is null");
    }
    return value;
  }

  private static EventQueue queue(EventQueue queue) {
    return notNull("queue", queue);
  }

  private static void checkPage(int offset, int limit) {
    if (offset < 0 || limit < 1 || limit > MAX_PAGE) {
      throw new IllegalArgumentException(
          "page is offset %d, limit %d; offset starts at 0, limit is 1 to %d"
              .formatted(offset, limit, MAX_PAGE));
    }
  }
}
