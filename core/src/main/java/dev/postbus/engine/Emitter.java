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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The emitting half of the bus: checks, encodes, hands to the publisher and waits for its answers.
 * Thread-safe.
 */
final class Emitter {

  static final String INTERRUPTED = "the thread was interrupted before the store had answered";

  private final EventBusConfig config;
  private final EnvelopeCodec codec;
  private final Publishers publishers;
  private final EngineTime time;
  private final Executor callbacks;
  private final Interceptors interceptors;
  private final Receipts receipts;
  private final EventIds ids = new EventIds();

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
    this.receipts = new Receipts(config, flows);
  }

  EmitReceipt emit(String event, Object payload, EmitOptions options) {
    Emission emission = encode(event, payload, options);
    PendingEvent pending = submit(emission);
    try {
      EmitReceipt receipt = receipts.of(emission, pending.get());
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
          EmitReceipt receipt = receipts.of(emission, result);
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
    return new EmissionBatch(emissions, pending, receipts).await();
  }

  private RuntimeException failed(Emission emission, PendingEvent pending, Throwable failure) {
    receipts.tellUnconfirmed(emission, pending);
    RuntimeException why = unwrap(failure);
    emission.around().failed(why);
    return why;
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
}
