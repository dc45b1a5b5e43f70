package dev.postbus.engine;

import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A claim loop with everything around it, on a store that a test plays. */
final class LoopFixture implements AutoCloseable {

  final ManualTime time = new ManualTime();
  final RecordingListener listener = new RecordingListener();
  final FakeStore store = new FakeStore();

  /** How often the bindings were stored again. */
  final AtomicInteger bindings = new AtomicInteger();

  /** Throws when storing the bindings again shall fail. */
  volatile Runnable bindingFails = () -> {};

  final List<FakeConsumer> consumers = new CopyOnWriteArrayList<>();
  final HandlerRegistry registry = new HandlerRegistry();
  final EventBusConfig config =
      EventBusConfig.builder()
          .group("shop")
          .deadLetterLimit(77)
          .listener(new SafeListener(listener, time))
          .build();
  final StoreWatch watch = new StoreWatch(time, listener);
  final PauseWatch pauses = new PauseWatch("shop", listener);
  final Sessions sessions = new Sessions(config, store, registry, time, this::bindAgain);
  final Map<EventQueue, QueueWorkers> workers = new EnumMap<>(EventQueue.class);
  final Dispatcher dispatcher;
  final LoopKeeper loops;

  /** The first one. */
  final ClaimLoop loop;

  /** Prepares a consumer before the loop gets it. */
  volatile java.util.function.Consumer<FakeConsumer> prepare = consumer -> {};

  private volatile LoopKeeper woken;

  LoopFixture(Executor executor) {
    DirectoryCache directory = new DirectoryCache(store);
    directory.offer(FakeStore.directory("v1", "shop", FakeStore.bound(1, "mail", "**")));
    Settlements settlements = new Settlements(this::wakeUp);
    for (EventQueue queue : EventQueue.values()) {
      workers.put(
          queue,
          new QueueWorkers(
              queue,
              config.queue(queue).concurrency(),
              executor,
              EngineSettings.defaults(),
              this::wakeUp));
    }
    dispatcher =
        new Dispatcher(
            config,
            TestRuns.CODEC,
            registry,
            directory,
            new MissingHandlers(config, EngineSettings.defaults(), store, directory, settlements),
            settlements,
            time,
            workers,
            new TailTap("shop", store.broadcast(), new TailMessages(TestRuns.MAPPER), time));
    loops =
        new LoopKeeper(
            () ->
                new ClaimLoop(
                    config,
                    EngineSettings.defaults(),
                    time,
                    sessions,
                    registry,
                    dispatcher,
                    settlements,
                    workers,
                    watch,
                    pauses));
    loop = loops.current();
    woken = loops;
    store.onRegister =
        info -> {
          FakeConsumer consumer = new FakeConsumer("consumer-" + (consumers.size() + 1));
          consumers.add(consumer);
          prepare.accept(consumer);
          return CompletableFuture.completedStage(consumer);
        };
  }

  private void bindAgain() {
    bindings.incrementAndGet();
    bindingFails.run();
  }

  private void wakeUp() {
    woken.wakeUp();
  }

  void handler(RegisteredHandler.Invocation invocation) {
    registry.add(List.of(TestRuns.handler("mail", Map.class, invocation)));
  }

  /** Waits without sleeping. */
  static ConditionFactory eventually() {
    return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
  }

  /** Starts the loop with a consumer whose first exchange brings these claims. */
  void startWith(Claim... claims) {
    prepare = consumer -> consumer.onExchange = bringing(claims);
    loop.start();
  }

  /** Answers the first exchange with these claims, later ones with nothing. */
  static Function<ExchangeRequest, CompletionStage<ExchangeReply>> bringing(Claim... claims) {
    return request ->
        CompletableFuture.completedStage(
            request.requestId() == 1 ? FakeConsumer.claims(List.of(claims)) : FakeConsumer.NOTHING);
  }

  static Claim claim(String id, EventQueue queue) {
    return TestRuns.claim(id, queue, "", Map.of("id", id));
  }

  static ExchangeReply more(EventQueue queue, Claim... claims) {
    return new ExchangeReply(List.of(claims), Set.of(queue), Optional.empty(), Set.of(), 0);
  }

  /** Returns whether the loop waits to be woken, or for its drain time to be over. */
  boolean parked() {
    return isIn("park", "postbus-shop"::equals);
  }

  /** Returns whether a thread of such a name is in that method of a {@link LoopThread}. */
  static boolean isIn(String method, Predicate<String> name) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(one -> name.test(one.getKey().getName()))
        .flatMap(one -> Stream.of(one.getValue()))
        .anyMatch(
            frame ->
                frame.getClassName().equals(LoopThread.class.getName())
                    && frame.getMethodName().equals(method));
  }

  /** Waits for the registration of that number, counted from 1. */
  FakeConsumer consumer(int number) {
    eventually().until(() -> consumers.size() >= number);
    return consumers.get(number - 1);
  }

  /** Returns what all consumers were told, in order. */
  List<Settlement> told() {
    List<Settlement> told = new ArrayList<>();
    for (FakeConsumer consumer : consumers) {
      consumer.exchanges.forEach(request -> told.addAll(request.settlements()));
    }
    return told;
  }

  @Override
  public void close() {
    loops.stop(Duration.ZERO);
  }
}
