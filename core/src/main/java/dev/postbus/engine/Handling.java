package dev.postbus.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handling half of the bus: takes handlers, stores their bindings, and lets them run from start
 * to stop. Thread-safe; one thing changes at a time.
 */
final class Handling {

  /** Of starts and stops one reads under the bus's own name. */
  private static final Logger log = LoggerFactory.getLogger(EngineBus.class);

  private final String group;
  private final HandlerRegistry registry;
  private final GroupBinder binder;
  private final StartReminder reminder;
  private final Supplier<Running> factory;
  private final Runnable checkOpen;

  /** Changed under the lock. */
  private volatile @Nullable Running running;

  /**
   * Creates it, not started.
   *
   * @param factory makes what lives from a start to its stop
   * @param checkOpen throws when the bus is closed
   */
  Handling(
      String group,
      HandlerRegistry registry,
      GroupBinder binder,
      StartReminder reminder,
      Supplier<Running> factory,
      Runnable checkOpen) {
    this.group = group;
    this.registry = registry;
    this.binder = binder;
    this.reminder = reminder;
    this.factory = factory;
    this.checkOpen = checkOpen;
  }

  /**
   * Adds handlers, all or none; once started, their bindings are stored when this returns.
   *
   * @throws IllegalArgumentException when one of the ids is taken
   */
  void add(List<RegisteredHandler> handlers) {
    registry.add(handlers);
    boolean bound = false;
    try {
      bindIfStarted(handlers);
      bound = true;
    } finally {
      if (!bound) {
        handlers.forEach(registry::remove);
      }
    }
  }

  private synchronized void bindIfStarted(List<RegisteredHandler> handlers) {
    Running now = running;
    if (now == null) {
      reminder.remindLater();
    } else if (!handlers.isEmpty()) {
      bind(handlers.stream().map(RegisteredHandler::binding).toList());
      now.wakeUp();
    }
  }

  private void bind(List<HandlerBinding> bindings) {
    binder.bind(bindings);
    registry.bound(bindings);
  }

  /**
   * Stores the bindings of all handlers, which changes nothing where they are. For the loop's
   * thread, and so without the lock: whoever stops the bus holds it and waits for the loop.
   */
  void bindAgain() {
    bind(registry.bindings());
  }

  synchronized void start() {
    checkOpen.run();
    if (running != null) {
      return;
    }
    if (!registry.isEmpty()) {
      bind(registry.bindings());
    }
    Running starting = factory.get();
    starting.start();
    running = starting;
    reminder.needless();
    log.info(
        "The event bus of group {} has started; handlers here: {}",
        group,
        registry.bindings().size());
  }

  /** Returns whether all that ran has finished. */
  synchronized boolean stop(Duration drain) {
    Running stopping = running;
    if (stopping == null) {
      return true;
    }
    boolean finished = stopping.stop(drain);
    running = null;
    log.info(
        "The event bus of group {} has stopped{}",
        group,
        finished ? "" : "; what still ran was handed back");
    return finished;
  }

  /** Stops, and does the rest of closing the bus before anybody can start it again. */
  synchronized void end(Duration drain, Runnable rest) {
    stop(drain);
    rest.run();
  }

  /** Looks for work at once, as it does at the end of each guard period. */
  void lookForWork() {
    Running now = running;
    if (now != null) {
      now.lookEverywhere();
    }
  }

  /** Returns one sentence when nothing is claimed any more although it should be. */
  Optional<String> standstill() {
    Running now = running;
    return now == null ? Optional.empty() : now.standstill();
  }

  /** Returns a sentence for each thing that somebody should look at. */
  List<String> concerns() {
    Running now = running;
    if (now != null) {
      return now.concerns();
    }
    return registry.isEmpty()
        ? List.of()
        : List.of("handlers are registered and the bus is not started");
  }
}
