package dev.postbus.engine;

import dev.postbus.EmitOptions;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Makes handlers, deliveries and runs, and remembers how runs ended. */
final class TestRuns implements HandlerRun.Observer {

  static final JsonMapper MAPPER = JsonMapper.builder().build();
  static final EnvelopeCodec CODEC = new EnvelopeCodec(MAPPER, 1 << 20);
  static final Instant TIME = Instant.parse("2030-01-01T00:00:00Z");

  static final Duration LEASE = Duration.ofSeconds(10);

  final FakeConsumer consumer = new FakeConsumer("consumer-1");
  final Delivery.Lease lease;

  /** What the observer heard, such as {@code "started d1"} or {@code "ended d1 null"}. */
  final List<String> heard = new CopyOnWriteArrayList<>();

  final List<Throwable> failures = new CopyOnWriteArrayList<>();
  final EngineTime time;

  TestRuns(EngineTime time) {
    this.time = time;
    this.lease = new Delivery.Lease(consumer, LEASE, time.nanoTime());
  }

  static RegisteredHandler handler(
      String id, Class<?> payloadType, RegisteredHandler.Invocation invocation) {
    return new RegisteredHandler(
        id,
        List.of("**"),
        MAPPER.readerFor(payloadType),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        invocation);
  }

  /** Returns a handler of maps. */
  static RegisteredHandler handler(RegisteredHandler.Invocation invocation) {
    return handler("handler", Map.class, invocation);
  }

  static RegisteredHandler withTimeout(RegisteredHandler handler, Duration timeout) {
    return new RegisteredHandler(
        handler.id(),
        handler.patterns(),
        handler.reader(),
        handler.attempts(),
        handler.backoff(),
        Optional.of(timeout),
        handler.invocation());
  }

  /** Returns an element as a publisher writes it. */
  static byte[] element(String eventId, Object payload, List<Integer> handlers) {
    byte[] envelope =
        CODEC.encode(eventId, "order.created", "shop", TIME, EmitOptions.none(), payload);
    return Elements.of(envelope, handlers);
  }

  static Claim claim(String deliveryId, EventQueue queue, String state, Object payload) {
    return new Claim(deliveryId, queue, state, element("e-" + deliveryId, payload, List.of(1)));
  }

  Delivery delivery(Claim claim) {
    return new Delivery(
        claim,
        CODEC.decode(claim.element(), time.now()),
        DeliveryState.parse(claim.state(), Elements.handlers(claim.element())),
        lease);
  }

  HandlerRun run(Claim claim, RegisteredHandler handler) {
    return new HandlerRun(delivery(claim), 1, handler, 1, 3, time, this);
  }

  HandlerRun run(String deliveryId, RegisteredHandler handler) {
    return run(claim(deliveryId, EventQueue.DEFAULT, "", Map.of("id", deliveryId)), handler);
  }

  @Override
  public void started(HandlerRun run) {
    heard.add("started " + run.delivery.id());
  }

  @Override
  public void ended(HandlerRun run, @Nullable Throwable failure) {
    if (failure != null) {
      failures.add(failure);
    }
    heard.add(
        "ended %s %s"
            .formatted(
                run.delivery.id(), failure == null ? "well" : failure.getClass().getSimpleName()));
  }

  @Override
  public void undecodable(HandlerRun run, String reason) {
    heard.add("undecodable %s: %s".formatted(run.delivery.id(), reason));
  }

  @Override
  public void notStarted(HandlerRun run) {
    heard.add("not started " + run.delivery.id());
  }

  @Override
  public void untold(HandlerRun run) {
    heard.add("untold " + run.delivery.id());
  }
}
