package dev.postbus.testkit;

import dev.postbus.AsyncEventHandler;
import dev.postbus.BaseEvent;
import dev.postbus.BusHealth;
import dev.postbus.DeadLetter;
import dev.postbus.DelayedEvent;
import dev.postbus.EmitOptions;
import dev.postbus.EmitReceipt;
import dev.postbus.EventBus;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventBusConfig;
import dev.postbus.EventHandler;
import dev.postbus.SubscribeOptions;
import dev.postbus.Subscription;
import dev.postbus.engine.EngineSettings;
import dev.postbus.local.LocalEventBus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A bus for tests of code that emits or handles events: the local adapter with a clock that the
 * test moves, and a memory of what was emitted. It is started when it is made. Thread-safe.
 *
 * <pre>{@code
 * try (TestEventBus bus = TestEventBus.create()) {
 *   bus.register(new OrderListener());
 *   new OrderService(bus).place(order);
 *   bus.settle();
 *   bus.emitted().contains(new OrderPaid("o-1"));
 *   bus.advance(Duration.ofHours(1)); // delayed events and retries come in their turn
 * }
 * }</pre>
 */
public final class TestEventBus implements EventBus {

  /** Real time; only what hangs, or a great deal to do at one moment, needs it. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration NEVER = Duration.ofDays(30_000);
  private final LocalEventBus bus;
  private final String group;
  private final ManualTime time;
  private final Settling settling;
  private final List<EmittedEvent> emitted = new CopyOnWriteArrayList<>();

  private TestEventBus(EventBusConfig config, ManualTime time) {
    this.time = time;
    this.group = config.group();
    Activity activity = new Activity(config.listener());
    EventBusConfig quiet =
        config.toBuilder().listener(activity).interceptor(activity).leaseTimeout(NEVER).build();
    this.bus = LocalEventBus.create(quiet, settings(), time);
    this.settling = new Settling(bus, config, time, activity);
    start();
  }

  /**
   * No duty shall come round all the time while hours pass; there is nothing here to watch over.
   */
  private static EngineSettings settings() {
    return EngineSettings.defaults()
        .withPrefetchHold(NEVER)
        .withGuardPeriod(NEVER)
        .withSuspectAlone(Duration.ZERO)
        .withLoopLateAfter(NEVER);
  }

  /** Makes a started bus with every default and the clock at {@link ManualTime#START}. */
  public static TestEventBus create() {
    return create(EventBusConfig.defaults());
  }

  /** Makes a started bus; the lease time of the configuration has no meaning here. */
  public static TestEventBus create(EventBusConfig config) {
    return create(config, ManualTime.create());
  }

  /** Makes a started bus on a clock that the test shares with others, and does not close. */
  public static TestEventBus create(EventBusConfig config, ManualTime time) {
    return new TestEventBus(config, time);
  }

  /**
   * Registers the {@link dev.postbus.Subscribe} methods of the listeners, as a container does.
   *
   * @throws IllegalArgumentException naming all faults of all listeners
   */
  public List<Subscription> register(Object... listeners) {
    return bus.register(listeners).stream().map(this::counted).toList();
  }

  private Subscription counted(Subscription subscription) {
    settling.handlerComes();
    AtomicBoolean open = new AtomicBoolean(true);
    return () -> {
      subscription.close();
      if (open.getAndSet(false)) {
        settling.handlerGoes();
      }
    };
  }

  /** Returns what was emitted through this bus so far, without duplicates. */
  public EmittedEvents emitted() {
    return new EmittedEvents(emitted, "emitted events");
  }

  /** Returns the payloads of the events of this class's {@link dev.postbus.EventType} so far. */
  public <T extends BaseEvent> List<T> emitted(Class<T> type) {
    return emitted().of(type).payloads(type);
  }

  /** Forgets what was emitted so far. */
  public void clearEmitted() {
    emitted.clear();
  }

  /** Returns the dead letters of the bus's group, newest first, at most 1,000. */
  public List<DeadLetter> deadLetters() {
    return bus.admin().deadLetters(group, 0, 1_000);
  }

  /** Returns what waits for its time in the bus's group, next due first, at most 1,000. */
  public List<DelayedEvent> delayed() {
    return bus.admin().delayed(group, 0, 1_000);
  }

  /** Returns the clock. */
  public ManualTime time() {
    return time;
  }

  /**
   * Waits, in real time, until nothing is ready, running or being emitted. What is delayed, lies in
   * a paused queue, or is ready while the bus is stopped stays where it is.
   *
   * @throws AssertionError when handlers still run after ten seconds
   */
  public void settle() {
    settle(PATIENCE);
  }

  /** Does the same with another patience, in real time. */
  public void settle(Duration patience) {
    if (!settling.await(patience)) {
      throw new AssertionError(
          "the bus has not settled within %s: %s. Does a handler hang?"
              .formatted(patience, settling.describe()));
    }
  }

  /**
   * Lets time pass: what becomes due on the way is delivered at its time, and has been handled when
   * this returns, with all that follows from it. At each moment at which something happens, ten
   * seconds of real time are given to that, and handlers that run on are waited for one second, so
   * that their timeouts can be reached; what is not handled by then is handled later.
   *
   * @throws IllegalArgumentException when the duration is negative
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "time cannot go back by %s; advance by a positive duration".formatted(duration.abs()));
    }
    settling.advance(duration, PATIENCE);
  }

  private EmitReceipt remember(
      String event, Object payload, EmitOptions options, EmitReceipt receipt) {
    if (!receipt.duplicate()) {
      emitted.add(new EmittedEvent(event, payload, options, receipt));
    }
    return receipt;
  }

  @Override
  public EmitReceipt emit(String event, Object payload, EmitOptions options) {
    return remember(event, payload, options, bus.emit(event, payload, options));
  }

  @Override
  public CompletionStage<EmitReceipt> emitAsync(String event, Object payload, EmitOptions options) {
    CompletionStage<EmitReceipt> stage = bus.emitAsync(event, payload, options);
    settling.emitBegins();
    return stage
        .thenApply(receipt -> remember(event, payload, options, receipt))
        .whenComplete((receipt, failure) -> settling.emitEnds());
  }

  @Override
  public List<EmitReceipt> emitAll(String event, List<?> payloads, EmitOptions options) {
    List<EmitReceipt> receipts = bus.emitAll(event, payloads, options);
    for (int i = 0; i < receipts.size(); i++) {
      remember(event, payloads.get(i), options, receipts.get(i));
    }
    return receipts;
  }

  @Override
  public <T> Subscription subscribe(
      String pattern,
      Class<T> payloadType,
      SubscribeOptions options,
      EventHandler<? super T> handler) {
    return counted(bus.subscribe(pattern, payloadType, options, handler));
  }

  @Override
  public <T> Subscription subscribeAsync(
      String pattern,
      Class<T> payloadType,
      SubscribeOptions options,
      AsyncEventHandler<? super T> handler) {
    return counted(bus.subscribeAsync(pattern, payloadType, options, handler));
  }

  @Override
  public void start() {
    bus.start();
    settling.started(true);
  }

  @Override
  public boolean stop(Duration drain) {
    boolean finished = bus.stop(drain);
    settling.started(false);
    return finished;
  }

  @Override
  public void runUntilShutdown() {
    bus.runUntilShutdown();
  }

  @Override
  public EventBusAdmin admin() {
    return bus.admin();
  }

  @Override
  public BusHealth health() {
    return bus.health();
  }

  @Override
  public void close() {
    bus.close();
  }
}
