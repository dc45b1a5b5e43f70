package dev.postbus.local;

import dev.postbus.EventBusConfig;
import dev.postbus.engine.EngineBus;
import dev.postbus.engine.EngineSettings;
import dev.postbus.engine.EngineTime;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bus within this process, for development and tests: the whole contract but for surviving the
 * process. Thread-safe.
 */
public final class LocalEventBus extends EngineBus {

  private static final Logger log = LoggerFactory.getLogger(LocalEventBus.class);

  private final EventBusConfig config;
  private final EngineSettings settings;
  private final LocalStore store;
  private final SharedTime time;
  private final AtomicBoolean said = new AtomicBoolean();

  private LocalEventBus(
      EventBusConfig config, EngineSettings settings, LocalStore store, SharedTime time) {
    super(config, store, settings, time);
    this.config = config;
    this.settings = settings;
    this.store = store;
    this.time = time;
  }

  /** Creates a bus with events of its own, which live as long as it and those that join it. */
  public static LocalEventBus create(EventBusConfig config) {
    if (config == null) {
      throw new IllegalArgumentException(
          "config is null; EventBusConfig.defaults() has every default");
    }
    return create(
        config,
        EngineSettings.defaults(),
        EngineTime.system("postbus-" + config.group() + "-timer"));
  }

  /** Creates a bus with other tuning and time, which it closes; for tests and adapter authors. */
  public static LocalEventBus create(
      EventBusConfig config, EngineSettings settings, EngineTime time) {
    SharedTime shared = new SharedTime(time);
    return new LocalEventBus(
        config, settings, new LocalStore(shared, settings.guardPeriod()), shared);
  }

  /**
   * Opens another bus on the same events, as another process would on Redis: another group, or
   * another instance of the same one. Each is started and closed by itself.
   *
   * @throws IllegalArgumentException when the namespace is another one
   * @throws IllegalStateException when all buses on these events are closed
   */
  public LocalEventBus join(EventBusConfig other) {
    return join(other, settings);
  }

  /** Opens another bus on the same events with other tuning. */
  public LocalEventBus join(EventBusConfig other, EngineSettings tuning) {
    if (!other.namespace().equals(config.namespace())) {
      throw new IllegalArgumentException(
          "namespace is \"%s\"; only buses of namespace \"%s\" can join this one"
              .formatted(other.namespace(), config.namespace()));
    }
    if (!time.join()) {
      throw new IllegalStateException(
          "every bus of namespace \"%s\" is closed and its events are gone; create a new one"
              .formatted(config.namespace()));
    }
    store.join();
    return new LocalEventBus(other, tuning, store, time);
  }

  @Override
  public void start() {
    super.start();
    if (!said.getAndSet(true)) {
      log.info("The event bus is local: events live in this process only and end with it");
    }
  }
}
