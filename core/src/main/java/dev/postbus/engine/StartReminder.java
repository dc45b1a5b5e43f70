package dev.postbus.engine;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handlers that never run because nobody started the bus are a riddle; one line solves it.
 * Thread-safe.
 */
final class StartReminder {

  private static final Logger log = LoggerFactory.getLogger(StartReminder.class);
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final EngineTime time;
  private final BooleanSupplier handlersWait;

  /** Guarded by this. */
  private boolean scheduled;

  /** Guarded by this. */
  private boolean needless;

  StartReminder(EngineTime time, BooleanSupplier handlersWait) {
    this.time = time;
    this.handlersWait = handlersWait;
  }

  /** Reminds once, unless the bus has been started by then. */
  synchronized void remindLater() {
    if (!scheduled && !needless) {
      scheduled = true;
      time.schedule(PAUSE, this::remind);
    }
  }

  /** The bus was started: whoever stops it again needs to be told nothing. */
  synchronized void needless() {
    needless = true;
  }

  private synchronized void remind() {
    if (!needless && handlersWait.getAsBoolean()) {
      log.warn(
          "Handlers are registered but none runs, because the bus was not started; call start() or"
              + " runUntilShutdown()");
    }
  }
}
