package dev.postbus.engine;

import dev.postbus.DeadLetter;
import dev.postbus.DelayedEvent;
import dev.postbus.EventMetadata;
import dev.postbus.EventQueue;
import dev.postbus.InFlightEvent;
import dev.postbus.ReadyEvent;
import dev.postbus.engine.AdminStore.StoredDeadLetter;
import dev.postbus.engine.AdminStore.StoredDelayed;
import dev.postbus.engine.AdminStore.StoredInFlight;
import dev.postbus.engine.AdminStore.StoredReady;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes of what the store keeps as bytes what users of administration see. Thread-safe. */
final class StoredReader {

  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final EventStore events;
  private final EnvelopeCodec codec;
  private final DirectoryCache directory;

  StoredReader(EventStore events, EnvelopeCodec codec, DirectoryCache directory) {
    this.events = events;
    this.codec = codec;
    this.directory = directory;
  }

  record Letter(
      String key,
      EventMetadata metadata,
      String handler,
      int attempts,
      Instant failedAt,
      String reason,
      String payloadJson)
      implements DeadLetter {}

  /**
   * A delayed delivery.
   *
   * @param handlers all it is still for
   */
  record Delay(
      String deliveryId,
      EventMetadata metadata,
      Instant dueAt,
      boolean firstDelivery,
      Optional<String> handler,
      int attempts,
      String payloadJson,
      List<String> handlers)
      implements DelayedEvent {}

  record Ready(EventMetadata metadata, List<String> handlers, String payloadJson, int attempts)
      implements ReadyEvent {}

  record InFlight(
      EventMetadata metadata, List<String> handlers, String payloadJson, String instance)
      implements InFlightEvent {}

  /** What can be read of an element. */
  private record Readable(EventMetadata metadata, String payloadJson) {}

  private Readable read(byte[] element, EventQueue queue, String madeUpId) {
    try {
      Envelope envelope = codec.decode(element, Instant.EPOCH);
      return new Readable(envelope.metadata(queue), envelope.payloadJson());
    } catch (UnreadableElementException unreadable) {
      return new Readable(
          Envelope.unreadable(madeUpId, queue), new String(element, StandardCharsets.UTF_8));
    }
  }

  Letter deadLetter(StoredDeadLetter stored) {
    Readable readable = read(stored.element(), stored.queue(), stored.eventId());
    return new Letter(
        stored.key(),
        readable.metadata(),
        stored.handlerId(),
        stored.attempts(),
        Instant.ofEpochMilli(stored.failedAtMillis()),
        stored.reason(),
        readable.payloadJson());
  }

  Delay delayed(Names names, StoredDelayed stored) {
    Readable readable = read(stored.element(), stored.queue(), "unreadable-" + stored.deliveryId());
    Map<Integer, Integer> shares = shares(stored.state(), stored.element());
    List<String> handlers = names.of(shares.keySet());
    boolean one = !stored.firstDelivery() && shares.size() == 1;
    return new Delay(
        stored.deliveryId(),
        readable.metadata(),
        Instant.ofEpochMilli(stored.dueAtMillis()),
        stored.firstDelivery(),
        one ? Optional.of(handlers.get(0)) : Optional.empty(),
        one ? most(shares) : 0,
        readable.payloadJson(),
        handlers);
  }

  Ready ready(Names names, EventQueue queue, StoredReady stored) {
    Readable readable = read(stored.element(), queue, "unreadable");
    Map<Integer, Integer> shares = shares(stored.state(), stored.element());
    return new Ready(
        readable.metadata(), names.of(shares.keySet()), readable.payloadJson(), most(shares));
  }

  InFlight inFlight(Names names, StoredInFlight stored) {
    Readable readable = read(stored.element(), stored.queue(), "unreadable-" + stored.deliveryId());
    Map<Integer, Integer> shares = shares(stored.state(), stored.element());
    return new InFlight(
        readable.metadata(), names.of(shares.keySet()), readable.payloadJson(), stored.consumer());
  }

  /** Returns since when it has waited; what says nothing of its time has just come. */
  Optional<Duration> age(byte[] element, Instant now) {
    try {
      Duration age = Duration.between(codec.decode(element, now).timestamp(), now);
      return Optional.of(age.isNegative() ? Duration.ZERO : age);
    } catch (UnreadableElementException unreadable) {
      return Optional.empty();
    }
  }

  private static Map<Integer, Integer> shares(String state, byte[] element) {
    try {
      return DeliveryState.parse(state, Elements.handlers(element)).attempts();
    } catch (RuntimeException tamperedWith) {
      return Map.of(); // to be seen as far as it can be; its consumer will bury it
    }
  }

  private static int most(Map<Integer, Integer> shares) {
    return shares.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** Returns the ids of a group's handlers by their numbers, for one call of administration. */
  Names names(String group) {
    return new Names(group);
  }

  /** Asks the store at most once, however many numbers are not known here. Not thread-safe. */
  final class Names {
    private final String group;
    private @Nullable GroupDirectory asked;

    private Names(String group) {
      this.group = group;
    }

    List<String> of(Collection<Integer> numbers) {
      return numbers.stream().map(this::of).toList();
    }

    private String of(int number) {
      BoundHandler bound = directory.find(group, number);
      if (bound == null) {
        if (asked == null) {
          asked = Stages.await(events.directory(), ANSWER, "reading the directory");
        }
        bound = asked.find(group, number);
      }
      return bound == null ? "#" + number : bound.binding().handlerId();
    }
  }
}
