package dev.postbus.benchmarks.bus;

import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.redisson.RedisSettings;
import dev.postbus.redisson.RedissonEventBus;

/** Makes the buses that are measured: nothing is tuned. */
final class Buses {

  private static final String NAMESPACE = "bench";

  private Buses() {}

  /** Returns the name of a group by its number, from 0. */
  static String group(int number) {
    return "bench" + number;
  }

  /** Returns a bus of a group on the Redis of the benchmark. */
  static EventBus connect(String host, int port, String group) {
    return RedissonEventBus.connect(
        EventBusConfig.builder().namespace(NAMESPACE).group(group).source("bench").build(),
        RedisSettings.of(host, port));
  }
}
