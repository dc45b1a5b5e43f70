package dev.postbus.chaos.worker;

import dev.postbus.EventBusConfig;
import dev.postbus.EventBusException;
import dev.postbus.redisson.RedisSettings;
import dev.postbus.redisson.RedissonEventBus;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Connects as an application would that is started anew until Redis is there. */
final class Connection {

  private static final long PAUSE_MILLIS = 200;

  private Connection() {}

  static RedissonEventBus open(EventBusConfig config, RedisSettings redis) {
    while (true) {
      try {
        return RedissonEventBus.connect(config, redis);
      } catch (EventBusException away) {
        System.out.println("not yet connected: " + away.getMessage());
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
      }
    }
  }
}
