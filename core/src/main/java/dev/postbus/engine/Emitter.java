package dev.postbus.engine;

import dev.postbus.BaseEvent;
import dev.postbus.Durability;
import dev.postbus.EmitException;
import dev.postbus.EmitOptions;
import dev.postbus.EmitReceipt;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusInterceptor.AroundEmit;
import dev.postbus.EventNames;
import dev.postbus.EventPriority;
import dev.postbus.EventQueue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
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
  private static final String INTERRUPTED =
      "the thread was interrupted before the store had answered";

  private final EventBusConfig config;
  private final EnvelopeCodec codec;
  private final Publishers publishers;
  private final EngineTime time;
  private final Executor callbacks;
  private final Interceptors interceptors;
  private final FlowCounts flows;
  private final EventIds ids = new EventIds();
  private final Set<String> saidUnclaimed = ConcurrentHashMap.newKeySet();

  Emitter(
      EventBusConfig config,
      EnvelopeCodec codec,
      Publishers publishers,
      EngineTime time,
      Executor callbacks,
      FlowCounts flows) {
    this.config = config;
    this.codec = codec;
    this.publishers = publishers;
    this.time = time;
    this.callbacks = callbacks;
    this.interceptors = Interceptors.of(config, time);
    this.flows = flows;
  }

  private record Receipt(String eventId, int groups, boolean duplicate) implements EmitReceipt {}

  EmitReceipt emit(String event, Object payload, EmitOptions options) {
    Emission emission = encode(event, payload, options);
    PendingEvent pending = submit(emission);
    try {
      EmitReceipt receipt = receipt(emission, pending.get());
      emission.around().emitted(receipt);
      return receipt;
    } catch (ExecutionException failure) {
      throw failed(emission, pending, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      EmitException unknown =
          new EmitException(
              event,
              Map.of(emission.eventId(), EmitException.Outcome.UNKNOWN),
              INTERRUPTED,
              interrupted);
      emission.around().failed(unknown);
      throw unknown;
    }
  }

  CompletionStage<EmitReceipt> emitAsync(String event, Object payload, EmitOptions options) {
    Emission emission = encode(event, payload, options);
    PendingEvent pending = submit(emission);
    return pending.handleAsync(
        (result, failure) -> {
          if (failure != null) {
            throw failed(emission, pending, failure);
          }
          EmitReceipt receipt = receipt(emission, result);
          emission.around().emitted(receipt);
          return receipt;
        },
        callbacks);
  }

  private PendingEvent submit(Emission emission) {
    return publishers.submit(List.of(emission.outgoing()), emission.options().durability()).get(0);
  }

  List<EmitReceipt> emitAll(String event, List<?> payloads, EmitOptions options) {
    EmitChecks.named(event, options);
    EmitChecks.several(payloads, options);
    return emitAll(
        encodeAll(payloads, payload -> encode(event, payload, options)), options.durability());
  }

  /** All misuse throws before the first event is on its way. */
  List<EmitReceipt> emitAll(List<? extends BaseEvent> payloads, EmitOptions options) {
    EmitChecks.several(payloads, options);
    return emitAll(
        encodeAll(payloads, payload -> encode(nameOf(payload), payload, options)),
        options.durability());
  }

  private static <P> List<Emission> encodeAll(
      List<? extends P> payloads, Function<P, Emission> encode) {
    List<Emission> encoded = new ArrayList<>(payloads.size());
    try {
      for (P payload : payloads) {
        encoded.add(encode.apply(payload));
      }
      return encoded;
    } catch (RuntimeException | Error misuse) {
      encoded.forEach(emission -> emission.around().failed(misuse));
      throw misuse;
    }
  }

  private static String nameOf(@Nullable BaseEvent payload) {
    if (payload == null) {
      throw new IllegalArgumentException("payload is null");
    }
    return EventNames.of(payload.getClass());
  }

  private List<EmitReceipt> emitAll(List<Emission> emissions, Durability durability) {
    List<PendingEvent> pending =
        publishers.submit(emissions.stream().map(Emission::outgoing).toList(), durability);
    try {
      awaitAll(pending);
    } catch (ExecutionException someFailed) {
      Throwable cause = Stages.cause(someFailed);
      throw partial(emissions, pending, cause.getMessage(), cause);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      if (!pending.stream().map(Emitter::outcome).allMatch(EmitException.Outcome.STORED::equals)) {
        throw partial(emissions, pending, INTERRUPTED, interrupted);
      }
    }
    List<EmitReceipt> receipts = new ArrayList<>(emissions.size());
    for (int i = 0; i < pending.size(); i++) {
      EmitReceipt receipt = receipt(emissions.get(i), pending.get(i).join());
      emissions.get(i).around().emitted(receipt);
      receipts.add(receipt);
    }
    return List.copyOf(receipts);
  }

  /**
   * Waits until all have ended, and throws what the first of them failed with. The last one mostly
   * ends last, so that one wait does; a stage made of all would cost as much as encoding them.
   */
  private static void awaitAll(List<PendingEvent> pending)
      throws ExecutionException, InterruptedException {
    ExecutionException first = null;
    for (int i = pending.size() - 1; i >= 0; i--) {
      try {
        pending.get(i).get();
      } catch (ExecutionException failed) {
        first = failed;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** Those that are stored have their transition told, although nobody gets their receipts. */
  private EmitException partial(
      List<Emission> emissions, List<PendingEvent> pending, String problem, Throwable cause) {
    Map<String, EmitException.Outcome> outcomes = new LinkedHashMap<>();
    String failed = "";
    int stored = 0;
    List<Emission> unstored = new ArrayList<>();
    for (int i = 0; i < emissions.size(); i++) {
      EmitException.Outcome outcome = outcome(pending.get(i));
      outcomes.put(emissions.get(i).eventId(), outcome);
      if (outcome == EmitException.Outcome.STORED) {
        emissions.get(i).around().emitted(receipt(emissions.get(i), pending.get(i).join()));
        stored++;
        continue;
      }
      unstored.add(emissions.get(i));
      if (tellUnconfirmed(emissions.get(i), pending.get(i))) {
        stored++;
      }
      if (failed.isEmpty()) {
        failed = emissions.get(i).outgoing().event();
      }
    }
    EmitException partial =
        new EmitException(
            failed,
            outcomes,
            "%d of %d are stored: %s".formatted(stored, emissions.size(), problem),
            cause);
    unstored.forEach(emission -> emission.around().failed(partial));
    return partial;
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

  private RuntimeException failed(Emission emission, PendingEvent pending, Throwable failure) {
    tellUnconfirmed(emission, pending);
    RuntimeException why = unwrap(failure);
    emission.around().failed(why);
    return why;
  }

  /** Stored is stored: the transition is told although there is no receipt. */
  private boolean tellUnconfirmed(Emission emission, PendingEvent pending) {
    PublishReply.Result result = pending.unconfirmed();
    if (result != null) {
      receipt(emission, result);
    }
    return result != null;
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

  private Emission encode(String event, @Nullable Object payload, EmitOptions options) {
    EmitChecks.one(event, payload, options);
    AroundEmit around = interceptors.aroundEmit(event, options);
    try {
      return encode(event, payload, interceptors.withHeaders(options, around), around);
    } catch (RuntimeException | Error misuse) {
      around.failed(misuse);
      throw misuse;
    }
  }

  private Emission encode(String event, Object payload, EmitOptions options, AroundEmit around) {
    String eventId = options.eventId().orElseGet(ids::next);
    EventQueue queue =
        options
            .priority()
            .map(EventPriority::queue)
            .orElseGet(() -> config.routes().queueFor(event));
    Instant now = time.now().truncatedTo(ChronoUnit.MILLIS);
    byte[] envelope = codec.encode(eventId, event, config.source(), now, options, payload);
    OutgoingEvent outgoing =
        new OutgoingEvent(
            eventId,
            options.eventId().isPresent(),
            event,
            queue,
            options.delay(),
            envelope,
            List.of());
    return new Emission(outgoing, options, config.source(), now, around);
  }

  private EmitReceipt receipt(Emission emission, PublishReply.Result result) {
    boolean duplicate = result.kind() == PublishReply.Kind.DUPLICATE;
    if (!duplicate
        && result.groups() == 0
        && saidUnclaimed.size() < REMEMBERED_NAMES
        && saidUnclaimed.add(emission.event())) {
      log.warn(
          "No group is bound to \"{}\": its events wait, at most {}, for the first group that"
              + " subscribes",
          emission.event(),
          config.unclaimedLimit());
    }
    if (duplicate) {
      config.listener().onDuplicate(emission);
    } else {
      flows.emitted(emission.event());
      config.listener().onEmitted(emission, result.groups());
    }
    return new Receipt(emission.eventId(), result.groups(), duplicate);
  }
}
