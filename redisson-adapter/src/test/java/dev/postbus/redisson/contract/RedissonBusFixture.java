package dev.postbus.redisson.contract;

import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.engine.EngineSettings;
import dev.postbus.engine.EngineTime;
import dev.postbus.redisson.RedissonEventBus;
import dev.postbus.testkit.contract.BusFixture;

/** Buses on the Redis and the client that all tests share. */
final class RedissonBusFixture implements BusFixture {

  @Override
  public EventBus open(EventBusConfig config, EngineSettings settings) {
    return RedissonEventBus.create(
        config,
        Clients.shared(),
        settings,
        EngineTime.system("postbus-" + config.group() + "-timer"));
  }

  @Override
  public void clean(String namespace) {
    Clients.shared().getKeys().deleteByPattern("*{" + namespace + "}*");
  }
}
