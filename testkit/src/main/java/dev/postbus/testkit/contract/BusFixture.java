package dev.postbus.testkit.contract;

import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.engine.EngineSettings;

/** How the contract comes by buses of one adapter. A new one is made for every test. */
public interface BusFixture extends AutoCloseable {

  /**
   * Opens a bus that is not started. Buses of one namespace share their events, as the instances
   * and groups of a fleet do; buses of different namespaces do not know of each other.
   */
  EventBus open(EventBusConfig config, EngineSettings settings);

  /** Ends what the fixture holds and removes what the namespace left; its buses are closed. */
  void clean(String namespace);

  /** Ends the fixture. */
  @Override
  default void close() {}
}
