package dev.postbus.guice;

import dev.postbus.AsyncEventHandler;
import dev.postbus.BaseEvent;
import dev.postbus.BusHealth;
import dev.postbus.EmitOptions;
import dev.postbus.EmitReceipt;
import dev.postbus.EventBus;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventHandler;
import dev.postbus.SubscribeOptions;
import dev.postbus.Subscription;
import dev.postbus.engine.EngineBus;
import dev.postbus.engine.HandlerMethod;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bus of an injector: registers the injector's handlers when it is started. Thread-safe. */
final class DiscoveringEventBus implements EventBus {

  private static final Logger log = LoggerFactory.getLogger(DiscoveringEventBus.class);

  private final EngineBus bus;
  private final HandlerDiscovery discovery;
  private final GroupCheck groupCheck;

  /** Guarded by the discovery; volatile for the reminder. */
  private volatile boolean discovered;

  private volatile boolean closed;

  DiscoveringEventBus(EngineBus bus, HandlerDiscovery discovery, GroupCheck groupCheck) {
    this.bus = bus;
    this.discovery = discovery;
    this.groupCheck = groupCheck;
  }

  /**
   * Handlers that never run because nobody started the bus are a riddle; one line solves it. The
   * bus itself knows of no handlers before its start, and so cannot say it.
   */
  DiscoveringEventBus remindAfter(Duration pause) {
    CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
        .execute(this::remindNow);
    return this;
  }

  /** The single pass of the reminder. */
  void remindNow() {
    if (!discovered && !closed && discovery.anyHandlers()) {
      log.warn(
          "The injector has handlers but none runs, because the bus was not started; call start()"
              + " or runUntilShutdown() of its EventBus");
    }
  }

  @Override
  public void start() {
    discover();
    bus.start();
  }

  @Override
  public void runUntilShutdown() {
    discover();
    bus.runUntilShutdown();
  }

  private void discover() {
    synchronized (discovery) {
      if (discovered) {
        return;
      }
      discovered = true; // a handler whose constructor starts the bus would come here again
      boolean subscribed = false;
      try {
        List<HandlerMethod> handlers = discovery.discover();
        if (handlers.isEmpty()) {
          log.info(
              "No @Subscribe method was found among the bindings of the injector; bind the classes"
                  + " that have one, unless this application only emits or subscribes by hand");
        }
        bus.subscribeAll(handlers);
        subscribed = true;
      } finally {
        discovered = subscribed;
      }
    }
  }

  @Override
  public EmitReceipt emit(String event, Object payload, EmitOptions options) {
    return bus.emit(event, payload, options);
  }

  @Override
  public CompletionStage<EmitReceipt> emitAsync(String event, Object payload, EmitOptions options) {
    return bus.emitAsync(event, payload, options);
  }

  @Override
  public List<EmitReceipt> emitAll(String event, List<?> payloads, EmitOptions options) {
    return bus.emitAll(event, payloads, options);
  }

  @Override
  public List<EmitReceipt> emitAll(List<? extends BaseEvent> payloads, EmitOptions options) {
    return bus.emitAll(payloads, options);
  }

  @Override
  public <T> Subscription subscribe(
      String pattern,
      Class<T> payloadType,
      SubscribeOptions options,
      EventHandler<? super T> handler) {
    groupCheck.check();
    return bus.subscribe(pattern, payloadType, options, handler);
  }

  @Override
  public <T> Subscription subscribeAsync(
      String pattern,
      Class<T> payloadType,
      SubscribeOptions options,
      AsyncEventHandler<? super T> handler) {
    groupCheck.check();
    return bus.subscribeAsync(pattern, payloadType, options, handler);
  }

  @Override
  public boolean stop(Duration drain) {
    return bus.stop(drain);
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
    closed = true;
    bus.close();
  }
}
