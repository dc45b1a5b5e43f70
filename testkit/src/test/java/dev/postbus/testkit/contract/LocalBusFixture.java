package dev.postbus.testkit.contract;

import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.engine.EngineSettings;
import dev.postbus.local.LocalEventBus;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Local buses; those of one namespace join one that is never started and keeps their events. */
final class LocalBusFixture implements BusFixture {

  private final Map<String, LocalEventBus> anchors = new ConcurrentHashMap<>();

  @Override
  public EventBus open(EventBusConfig config, EngineSettings settings) {
    return anchors
        .computeIfAbsent(config.namespace(), namespace -> LocalEventBus.create(config))
        .join(config, settings);
  }

  @Override
  public void clean(String namespace) {
    anchors.remove(namespace).close();
  }
}
