package dev.postbus.testkit.contract;

import dev.postbus.Backoff;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.engine.EngineSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The buses of one contract test: they share a namespace that no other test uses, and are closed
 * after it. Thread-safe.
 */
public class Buses implements AutoCloseable {

  /** The group of a bus whose test does not care. */
  public static final String GROUP = "workers";

  private final BusFixture fixture;
  private final String namespace = "contract-" + UUID.randomUUID();
  private final Set<String> namespaces = ConcurrentHashMap.newKeySet();
  private final List<EventBus> opened = new CopyOnWriteArrayList<>();
  private final List<Gate> gates = new CopyOnWriteArrayList<>();

  Buses(BusFixture fixture) {
    this.fixture = fixture;
  }

  /** Returns the namespace of this test. */
  public String namespace() {
    return namespace;
  }

  /** Returns a configuration for {@link #GROUP} that retries soon and drains quickly. */
  public EventBusConfig.Builder config() {
    return config(GROUP);
  }

  /** Returns a configuration for another group. */
  public EventBusConfig.Builder config(String group) {
    return EventBusConfig.builder()
        .namespace(namespace)
        .group(group)
        .backoff(Backoff.fixed(Duration.ofMillis(20)))
        .drainTimeout(Duration.ofSeconds(2));
  }

  /** Returns tuning with which nothing is handed back because its worker begins late. */
  public static EngineSettings patient() {
    return EngineSettings.defaults().withPrefetchHold(Duration.ofMinutes(1));
  }

  /** Opens a bus of {@link #GROUP} without starting it. */
  public EventBus open() {
    return open(config());
  }

  /** Opens a bus without starting it. */
  public EventBus open(EventBusConfig.Builder config) {
    return open(config, EngineSettings.defaults());
  }

  /** Opens a bus with other tuning of the engine, without starting it. */
  public EventBus open(EventBusConfig.Builder config, EngineSettings settings) {
    EventBusConfig built = config.build();
    namespaces.add(built.namespace());
    EventBus bus = fixture.open(built, settings);
    opened.add(bus);
    return bus;
  }

  /** Opens a bus of {@link #GROUP} and starts it. */
  public EventBus started() {
    return started(config());
  }

  /** Opens a bus and starts it. */
  public EventBus started(EventBusConfig.Builder config) {
    return started(config, EngineSettings.defaults());
  }

  /** Opens a bus with other tuning of the engine and starts it. */
  public EventBus started(EventBusConfig.Builder config, EngineSettings settings) {
    EventBus bus = open(config, settings);
    bus.start();
    return bus;
  }

  /** Makes a gate that holds handlers until the test opens it, at the latest when it ends. */
  public Gate gate() {
    Gate gate = new Gate();
    gates.add(gate);
    return gate;
  }

  BusFixture fixture() {
    return fixture;
  }

  @Override
  public void close() {
    gates.forEach(Gate::open);
    List<EventBus> newestFirst = new ArrayList<>(opened);
    Collections.reverse(newestFirst);
    newestFirst.forEach(EventBus::close);
    namespaces.forEach(fixture::clean);
    fixture.close();
  }
}
