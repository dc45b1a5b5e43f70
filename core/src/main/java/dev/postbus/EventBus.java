package dev.postbus;

import java.time.Duration;

/**
 * The bus as the application's main owns it. Thread-safe; start, stop and close may come in any
 * order, repeatedly.
 */
public interface EventBus extends EventBusPort, AutoCloseable {

  /**
   * Starts handling. Idempotent. When it returns, the group's bindings are stored: every emit that
   * begins afterwards, anywhere, reaches this group. Emitting works before it.
   *
   * @throws EventBusException when the store cannot be reached or refuses
   */
  void start();

  /**
   * Claims no more, finishes what runs, hands back the rest; {@link #start()} resumes. A handler
   * that calls it is itself among what runs, and is interrupted after the drain time: let another
   * thread stop the bus.
   *
   * @param drain how long running handlers may take before they are interrupted and handed back
   * @return true when everything that ran has finished
   */
  boolean stop(Duration drain);

  /** Starts, closes when the JVM is asked to end, and returns when closed. */
  void runUntilShutdown();

  /** Returns the administration of all groups of the namespace. */
  EventBusAdmin admin();

  /** Returns how this instance feels; answers at once and without the store. */
  BusHealth health();

  /**
   * Stops with the configured drain time, as {@link #stop} does. Afterwards every other call throws
   * {@link IllegalStateException}.
   */
  @Override
  void close();
}
