package dev.postbus.engine;

import dev.postbus.EmitException;
import dev.postbus.EmitOptions;
import dev.postbus.EmitReceipt;
import dev.postbus.EventBusConfig;
import dev.postbus.EventMetadata;
import dev.postbus.EventNames;
import dev.postbus.EventPriority;
import dev.postbus.EventQueue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The emitting half of the bus: checks, encodes, hands to the publisher, and makes receipts of its
 * answers. Thread-safe.
 */
final class Emitter {

  private static final Logger log = LoggerFactory.getLogger(Emitter.class);
  private static final int REMEMBERED_NAMES = 1_000;

  private final EventBusConfig config;
  private final EnvelopeCodec codec;
  private final Publisher publisher;
  private final EngineTime time;
  private final Executor callbacks;
  private final EventIds ids = new EventIds();
  private final Set<String> saidUnclaimed = ConcurrentHashMap.newKeySet();

  Emitter(
      EventBusConfig config,
      EnvelopeCodec codec,
      Publisher publisher,
      EngineTime time,
      Executor callbacks) {
    this.config = config;
    this.codec = codec;
    this.publisher = publisher;
    this.time = time;
    this.callbacks = callbacks;
  }

  private record Receipt(String eventId, int groups, boolean duplicate) implements EmitReceipt {}

  EmitReceipt emit(String event, Object payload, EmitOptions options) {
    OutgoingEvent outgoing = encode(event, payload, options);
    PendingEvent pending = publisher.submit(List.of(outgoing)).get(0);
    try {
      return receipt(outgoing, options, pending.get());
    } catch (ExecutionException failure) {
      throw unwrap(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new EmitException(
          event,
          Map.of(outgoing.eventId(), EmitException.Outcome.UNKNOWN),
          "the thread was interrupted before the store had answered",
          interrupted);
    }
  }

  CompletionStage<EmitReceipt> emitAsync(String event, Object payload, EmitOptions options) {
    OutgoingEvent outgoing = encode(event, payload, options);
    PendingEvent pending = publisher.submit(List.of(outgoing)).get(0);
    return pending.handleAsync(
        (result, failure) -> {
          if (failure != null) {
            throw unwrap(failure);
          }
          return receipt(outgoing, options, result);
        },
        callbacks);
  }

  List<EmitReceipt> emitAll(String event, List<?> payloads, EmitOptions options) {
    if (payloads == null) {
      throw new IllegalArgumentException("payloads is null; give a list, which may be empty");
    }
    checked(event, options);
    if (options.eventId().isPresent()) {
      throw new IllegalArgumentException(
          "emitAll with eventId \"%s\": one id cannot stand for several events; emit them one by one"
              .formatted(options.eventId().get()));
    }
    List<OutgoingEvent> outgoing = new ArrayList<>(payloads.size());
    for (Object payload : payloads) {
      outgoing.add(encode(event, payload, options));
    }
    List<PendingEvent> pending = publisher.submit(outgoing);
    CompletableFuture<?> all =
        CompletableFuture.allOf(pending.toArray(new CompletableFuture<?>[0]));
    try {
      all.get();
    } catch (ExecutionException someFailed) {
      throw partial(event, outgoing, pending, Stages.cause(someFailed));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw partial(event, outgoing, pending, interrupted);
    }
    List<EmitReceipt> receipts = new ArrayList<>(outgoing.size());
    for (int i = 0; i < pending.size(); i++) {
      receipts.add(receipt(outgoing.get(i), options, pending.get(i).join()));
    }
    return List.copyOf(receipts);
  }

  private static EmitException partial(
      String event, List<OutgoingEvent> outgoing, List<PendingEvent> pending, Throwable cause) {
    Map<String, EmitException.Outcome> outcomes = new LinkedHashMap<>();
    for (int i = 0; i < outgoing.size(); i++) {
      outcomes.put(outgoing.get(i).eventId(), outcome(pending.get(i)));
    }
    long stored = outcomes.values().stream().filter(EmitException.Outcome.STORED::equals).count();
    return new EmitException(
        event,
        outcomes,
        "%d of %d are stored: %s".formatted(stored, outgoing.size(), cause.getMessage()),
        cause);
  }

  private static EmitException.Outcome outcome(PendingEvent pending) {
    if (!pending.isDone()) {
      return EmitException.Outcome.UNKNOWN;
    }
    try {
      pending.join();
      return EmitException.Outcome.STORED;
    } catch (CompletionException failed) {
      return failed.getCause() instanceof EmitException why
          ? why.outcomes().values().iterator().next()
          : EmitException.Outcome.UNKNOWN;
    }
  }

  /** A failure was made on another thread; the caller gets one with its own stack trace. */
  private static RuntimeException unwrap(Throwable failure) {
    Throwable cause = Stages.cause(failure);
    if (cause instanceof EmitException known) {
      known.addSuppressed(new IllegalStateException("emitted here"));
      return known;
    }
    return new CompletionException(cause);
  }

  private static void checked(String event, EmitOptions options) {
    EventNames.check(event);
    if (options == null) {
      throw new IllegalArgumentException("options is null; use EmitOptions.none()");
    }
  }

  private OutgoingEvent encode(String event, @Nullable Object payload, EmitOptions options) {
    checked(event, options);
    if (payload == null) {
      throw new IllegalArgumentException(
          "payload of \"%s\" is null; emit a record, even an empty one".formatted(event));
    }
    if (payload instanceof EmitOptions) {
      throw new IllegalArgumentException(
          "the payload of \"%s\" is an EmitOptions; the options come third: emit(event, payload, options)"
              .formatted(event));
    }
    String eventId = options.eventId().orElseGet(ids::next);
    EventQueue queue =
        options
            .priority()
            .map(EventPriority::queue)
            .orElseGet(() -> config.routes().queueFor(event));
    Instant now = time.now().truncatedTo(ChronoUnit.MILLIS);
    byte[] envelope = codec.encode(eventId, event, config.source(), now, options, payload);
    return new OutgoingEvent(
        eventId, options.eventId().isPresent(), event, queue, options.delay(), envelope, List.of());
  }

  private EmitReceipt receipt(
      OutgoingEvent event, EmitOptions options, PublishReply.Result result) {
    boolean duplicate = result.kind() == PublishReply.Kind.DUPLICATE;
    if (!duplicate
        && result.groups() == 0
        && saidUnclaimed.size() < REMEMBERED_NAMES
        && saidUnclaimed.add(event.event())) {
      log.warn(
          "No group is bound to \"{}\": its events wait, at most {}, for the first group that"
              + " subscribes",
          event.event(),
          config.unclaimedLimit());
    }
    EventMetadata metadata = new OutgoingMetadata(event, options, config.source(), time.now());
    if (duplicate) {
      config.listener().onDuplicate(metadata);
    } else {
      config.listener().onEmitted(metadata, result.groups());
    }
    return new Receipt(event.eventId(), result.groups(), duplicate);
  }

  /** What a listener sees of an event that was emitted here. */
  private record OutgoingMetadata(
      OutgoingEvent outgoing, EmitOptions options, String source, Instant timestamp)
      implements EventMetadata {

    @Override
    public String eventId() {
      return outgoing.eventId();
    }

    @Override
    public String event() {
      return outgoing.event();
    }

    @Override
    public EventQueue queue() {
      return outgoing.queue();
    }

    @Override
    public Optional<String> correlationId() {
      return options.correlationId();
    }

    @Override
    public Map<String, String> headers() {
      return options.headers();
    }
  }
}
