package dev.postbus.local;

import dev.postbus.EventBusConfig;
import dev.postbus.engine.EngineBus;
import dev.postbus.engine.EngineSettings;
import dev.postbus.engine.EngineTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bus within this process, for development and tests: the whole contract but for surviving the
 * process. Thread-safe.
 */
public final class LocalEventBus extends EngineBus {

  private static final Logger log = LoggerFactory.getLogger(LocalEventBus.class);

  private LocalEventBus(EventBusConfig config, EngineSettings settings, EngineTime time) {
    super(config, new LocalStore(time, settings.guardPeriod()), settings, time);
  }

  /** Creates a bus; events live as long as it does. */
  public static LocalEventBus create(EventBusConfig config) {
    return create(
        config,
        EngineSettings.defaults(),
        EngineTime.system("postbus-" + config.group() + "-timer"));
  }

  /** Creates a bus with other tuning and time, which it closes; for tests and adapter authors. */
  public static LocalEventBus create(
      EventBusConfig config, EngineSettings settings, EngineTime time) {
    return new LocalEventBus(config, settings, time);
  }

  @Override
  public void start() {
    log.info("The event bus is local: events live in this process only and end with it");
    super.start();
  }
}
