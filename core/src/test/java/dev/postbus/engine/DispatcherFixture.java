package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.Backoff;
import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import dev.postbus.QueueSettings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;

/** A dispatcher with everything around it, and what it decided. */
abstract class DispatcherFixture {

  final ManualTime time = new ManualTime();
  final ManualExecutor executor = new ManualExecutor();
  final RecordingListener listener = new RecordingListener();
  final FakeStore store = new FakeStore();
  final Delivery.Lease lease =
      new Delivery.Lease(new FakeConsumer("c1"), Duration.ofDays(1), time.nanoTime());
  final HandlerRegistry registry = new HandlerRegistry();
  final Settlements settlements = new Settlements(() -> {});
  final DirectoryCache directory = new DirectoryCache(store);
  final Map<EventQueue, QueueWorkers> workers = new EnumMap<>(EventQueue.class);
  final EventBusConfig config =
      EventBusConfig.builder()
          .group("shop")
          .backoff(Backoff.fixed(Duration.ofSeconds(9)))
          .queue(EventQueue.LOW, QueueSettings.of(4, 2))
          .listener(listener)
          .build();
  Dispatcher dispatcher;

  @BeforeEach
  void wire() {
    for (EventQueue queue : EventQueue.values()) {
      workers.put(queue, new QueueWorkers(queue, 4, executor, EngineSettings.defaults(), () -> {}));
    }
    MissingHandlers missing =
        new MissingHandlers(config, EngineSettings.defaults(), store, directory, settlements);
    dispatcher =
        new Dispatcher(
            config,
            TestRuns.CODEC,
            registry,
            directory,
            missing,
            settlements,
            time,
            workers,
            new TailTap("shop", store.broadcast(), new TailMessages(TestRuns.MAPPER), time));
    GroupDirectory bound =
        FakeStore.directory(
            "v1",
            "shop",
            FakeStore.bound(1, "mail", "order.*"),
            FakeStore.bound(2, "stock", "order.created"));
    directory.offer(bound);
    store.onDirectory = () -> CompletableFuture.completedStage(bound);
  }

  static RegisteredHandler handler(
      String id, OptionalInt attempts, RegisteredHandler.Invocation invocation) {
    return new RegisteredHandler(
        id,
        List.of("order.*"),
        TestRuns.MAPPER.readerFor(Map.class),
        attempts,
        Optional.empty(),
        Optional.empty(),
        invocation);
  }

  void register(String id, RegisteredHandler.Invocation invocation) {
    registry.add(List.of(handler(id, OptionalInt.empty(), invocation)));
  }

  static RegisteredHandler.Invocation throwing(RuntimeException failure) {
    return (payload, context) -> {
      throw failure;
    };
  }

  static Claim claim(String id, String state, Integer... handlers) {
    return new Claim(
        id,
        EventQueue.LOW,
        state,
        TestRuns.element("e-" + id, Map.of("id", id), List.of(handlers)));
  }

  void dispatch(Claim... claims) {
    dispatcher.dispatch(List.of(claims), lease);
    executor.runAll();
  }

  /** Takes what was decided, as if the store had been told. */
  List<Settlement> settled() {
    List<Settlements.Entry> taken = settlements.take();
    taken.forEach(entry -> entry.stored().run());
    return taken.stream().map(Settlements.Entry::settlement).toList();
  }

  Settlement.Dead onlyDead() {
    List<Settlement> settled = settled();
    assertThat(settled).singleElement().isInstanceOf(Settlement.Dead.class);
    return (Settlement.Dead) settled.get(0);
  }
}
