package dev.postbus.engine;

import dev.postbus.EmitOptions;
import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import dev.postbus.benchmarks.harness.Order;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.json.JsonMapper;

/** From a claim to its settlement, on one thread and without a store: all the engine does there. */
@NullMarked
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DispatchBenchmark {

  private static final int CLAIMS = 100;
  private static final String GROUP = "bench";

  private final JsonMapper mapper = JsonMapper.builder().build();
  private final EnvelopeCodec codec = new EnvelopeCodec(mapper, 1 << 20);
  private final List<Claim> claims = new ArrayList<>();
  private final Settlements settlements = new Settlements(() -> {});
  private final Dispatcher dispatcher;
  private final Delivery.Lease lease;

  /** Makes an engine with one handler, which does nothing, and a store that is never asked. */
  public DispatchBenchmark() {
    EngineTime time = EngineTime.system("dispatch-timer");
    EventStore store = neverAsked(EventStore.class);
    EventBusConfig config = EventBusConfig.builder().group(GROUP).build();
    DirectoryCache directory = new DirectoryCache(store);
    HandlerBinding binding = new HandlerBinding("handler", List.of(Order.EVENT));
    directory.offer(new GroupDirectory("1", Map.of(GROUP, List.of(new BoundHandler(1, binding)))));
    HandlerRegistry registry = new HandlerRegistry();
    registry.add(List.of(handler()));
    EngineSettings settings = EngineSettings.defaults();
    Map<EventQueue, QueueWorkers> workers = new EnumMap<>(EventQueue.class);
    for (EventQueue queue : EventQueue.values()) {
      workers.put(queue, new QueueWorkers(queue, 1, Runnable::run, settings, () -> {}));
    }
    this.dispatcher =
        new Dispatcher(
            config,
            codec,
            registry,
            directory,
            new MissingHandlers(config, settings, store, directory, settlements),
            settlements,
            time,
            workers,
            new TailTap(GROUP, neverAsked(Broadcast.class), new TailMessages(mapper), time));
    this.lease =
        new Delivery.Lease(neverAsked(Consumer.class), Duration.ofDays(1), time.nanoTime());
    byte[] envelope =
        codec.encode(
            "micro-micro-micro-0000",
            Order.EVENT,
            "bench",
            Instant.parse("2026-11-23T12:00:00.123Z"),
            EmitOptions.none(),
            Order.of(0));
    byte[] element = Elements.of(envelope, List.of(1));
    for (int i = 0; i < CLAIMS; i++) {
      claims.add(new Claim("d" + i, EventQueue.DEFAULT, "", element));
    }
  }

  private static <T> T neverAsked(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            }));
  }

  private RegisteredHandler handler() {
    return new RegisteredHandler(
        "handler",
        List.of(Order.EVENT),
        mapper.readerFor(Order.class),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        (payload, context) -> null);
  }

  /** Decodes, runs and settles. */
  @Benchmark
  @OperationsPerInvocation(CLAIMS)
  public Object dispatch() {
    dispatcher.dispatch(claims, lease);
    List<Settlements.Entry> settled = settlements.take();
    settled.forEach(entry -> entry.stored().run());
    if (settled.size() != CLAIMS) {
      throw new IllegalStateException(settled.size() + " were settled");
    }
    return settled;
  }
}
