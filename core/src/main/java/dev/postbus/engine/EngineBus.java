package dev.postbus.engine;

import dev.postbus.AsyncEventHandler;
import dev.postbus.BaseEvent;
import dev.postbus.BusHealth;
import dev.postbus.EmitOptions;
import dev.postbus.EmitReceipt;
import dev.postbus.EventBus;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventBusConfig;
import dev.postbus.EventHandler;
import dev.postbus.SubscribeOptions;
import dev.postbus.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bus on any store: one engine for every adapter. Thread-safe.
 *
 * <p>Emitting lives from construction to close, handling from start to stop. Adapters extend it to
 * give users a class to name; there is nothing to override.
 */
public class EngineBus implements EventBus {

  private static final Logger log = LoggerFactory.getLogger(EngineBus.class);
  private static final Duration FLUSH = Duration.ofSeconds(5);

  private final EventBusConfig config;
  private final EngineSettings settings;
  private final EventStore store;
  private final EngineTime time;

  private final JsonMapper mapper = PayloadMapper.create();
  private final EnvelopeCodec codec;
  private final HandlerRegistry registry = new HandlerRegistry();
  private final DirectoryCache directory;
  private final StoreWatch watch;
  private final ExecutorService background;
  private final Publishers publishers;
  private final FlowCounts flows;
  private final Emitter emitter;
  private final TailMessages tailMessages;
  private final Tails tails;
  private final Handling handling;
  private final EngineAdmin admin;
  private final CountDownLatch closedLatch = new CountDownLatch(1);

  /** Set while nobody can start it. */
  private volatile boolean closed;

  /**
   * Creates a bus that owns the store and the time, and closes both.
   *
   * @param config how it behaves
   * @param store where events live
   * @param settings the engine's tuning
   * @param time time and chance
   */
  public EngineBus(
      EventBusConfig config, EventStore store, EngineSettings settings, EngineTime time) {
    this.config = config.toBuilder().listener(new SafeListener(config.listener(), time)).build();
    this.settings = settings;
    this.store = store;
    this.time = time;
    this.codec = new EnvelopeCodec(mapper, config.maxPayloadBytes());
    this.directory = new DirectoryCache(store);
    this.watch = new StoreWatch(time, this.config.listener());
    this.background = BackgroundThreads.platform("postbus-" + config.group() + "-background");
    this.publishers =
        new Publishers(
            durability ->
                new Publisher(
                    this.config, store, directory, settings, time, background, watch, durability));
    this.flows = new FlowCounts(config.source(), store, time, background);
    this.emitter = new Emitter(this.config, codec, publishers, time, background, flows);
    this.tailMessages = new TailMessages(mapper);
    this.tails = new Tails(store, tailMessages, time, background);
    this.handling =
        new Handling(
            config.group(),
            registry,
            new GroupBinder(config.group(), store, directory),
            new StartReminder(time, () -> !closed && !registry.isEmpty()),
            this::newRunning,
            this::checkOpen);
    this.admin = new EngineAdmin(store, codec, directory, tails, this::checkOpen);
  }

  @Override
  public EmitReceipt emit(String event, Object payload, EmitOptions options) {
    checkOpen();
    return emitter.emit(event, payload, options);
  }

  @Override
  public CompletionStage<EmitReceipt> emitAsync(String event, Object payload, EmitOptions options) {
    checkOpen();
    return emitter.emitAsync(event, payload, options);
  }

  @Override
  public List<EmitReceipt> emitAll(String event, List<?> payloads, EmitOptions options) {
    checkOpen();
    return emitter.emitAll(event, payloads, options);
  }

  @Override
  public List<EmitReceipt> emitAll(List<? extends BaseEvent> payloads, EmitOptions options) {
    checkOpen();
    return emitter.emitAll(payloads, options);
  }

  @Override
  public <T> Subscription subscribe(
      String pattern,
      Class<T> payloadType,
      SubscribeOptions options,
      EventHandler<? super T> handler) {
    HandlerMethod.checkNotNull("handler", handler);
    return subscribe(
        HandlerMethod.of(
            pattern,
            payloadType,
            options,
            false,
            (payload, context) -> {
              handler.handle(payloadType.cast(payload), context);
              return null;
            }));
  }

  @Override
  public <T> Subscription subscribeAsync(
      String pattern,
      Class<T> payloadType,
      SubscribeOptions options,
      AsyncEventHandler<? super T> handler) {
    HandlerMethod.checkNotNull("handler", handler);
    return subscribe(
        HandlerMethod.of(
            pattern,
            payloadType,
            options,
            true,
            (payload, context) -> handler.handle(payloadType.cast(payload), context)));
  }

  private Subscription subscribe(HandlerMethod method) {
    return subscribeAll(List.of(method)).get(0);
  }

  /**
   * Registers the {@link dev.postbus.Subscribe} methods of the listeners, all or none, for an
   * application without a container. On a started bus their bindings are stored when this returns.
   *
   * @throws IllegalArgumentException naming all faults of all listeners
   */
  public List<Subscription> register(Object... listeners) {
    return subscribeAll(AnnotatedMethods.of(listeners));
  }

  /**
   * Registers handlers, all or none; on a started bus their bindings are stored when this returns.
   *
   * @throws IllegalArgumentException when one of the ids is taken
   */
  public List<Subscription> subscribeAll(List<HandlerMethod> methods) {
    checkOpen();
    List<RegisteredHandler> handlers =
        methods.stream().map(method -> RegisteredHandler.of(method, mapper)).toList();
    handling.add(handlers);
    List<Subscription> subscriptions = new ArrayList<>();
    handlers.forEach(handler -> subscriptions.add(() -> registry.remove(handler)));
    return List.copyOf(subscriptions);
  }

  @Override
  public void start() {
    handling.start();
  }

  private Running newRunning() {
    return new Running(
        config,
        settings,
        store,
        time,
        codec,
        registry,
        directory,
        watch,
        handling::bindAgain,
        new TailTap(config.group(), store.broadcast(), tailMessages, time),
        background);
  }

  @Override
  public boolean stop(Duration drain) {
    if (drain == null || drain.isNegative()) {
      throw new IllegalArgumentException("drain is %s; it must not be negative".formatted(drain));
    }
    checkOpen();
    return handling.stop(drain);
  }

  /**
   * Looks for work at once, as it does at the end of each guard period; for tests that move the
   * clock.
   */
  public void lookForWork() {
    handling.lookForWork();
  }

  @Override
  public void runUntilShutdown() {
    start();
    Thread hook = new Thread(this::close, "postbus-" + config.group() + "-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      closedLatch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      close();
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException shuttingDown) {
        log.debug("The JVM is ending already");
      }
    }
  }

  @Override
  public EventBusAdmin admin() {
    checkOpen();
    return admin;
  }

  @Override
  public BusHealth health() {
    checkOpen();
    Optional<String> down = watch.problem().or(handling::standstill);
    if (down.isPresent()) {
      return new BusHealth(BusHealth.Status.DOWN, List.of(down.get()));
    }
    List<String> concerns = handling.concerns();
    return new BusHealth(
        concerns.isEmpty() ? BusHealth.Status.UP : BusHealth.Status.DEGRADED, concerns);
  }

  @Override
  public void close() {
    handling.end(config.drainTimeout(), this::closeRest);
  }

  private void closeRest() {
    if (closed) {
      return;
    }
    publishers.flush(FLUSH);
    closed = true;
    publishers.close();
    flows.close();
    tails.close();
    try {
      store.close();
    } finally {
      // Whatever the store says of its end, no thread may stay and whoever waits must hear of it.
      time.close();
      background.shutdown();
      closedLatch.countDown();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException(
          "the bus of group %s is closed; create a new one".formatted(config.group()));
    }
  }
}
