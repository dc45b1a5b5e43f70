package dev.postbus.redisson.contract;

import dev.postbus.testkit.redis.RedisEndpoint;
import dev.postbus.testkit.redis.RedisServer;
import java.time.Duration;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;

/** Redisson clients for buses under test. */
final class Clients {

  private Clients() {}

  /** One per JVM: most tests need no connection of their own. */
  private static final class Shared {
    private static final RedissonClient CLIENT =
        Redisson.create(config(RedisServer.shared().endpoint(), 128));

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(CLIENT::shutdown, "shared-client-shutdown"));
    }
  }

  static RedissonClient shared() {
    return Shared.CLIENT;
  }

  /** Connects with few connections, and notices soon that a Redis is gone or back. */
  static RedissonClient impatient(RedisEndpoint endpoint) {
    Config config = config(endpoint, 16);
    config
        .useSingleServer()
        .setTimeout(1_000)
        .setReconnectionDelay(new ConstantDelay(Duration.ofMillis(100)))
        .setRetryDelay(new ConstantDelay(Duration.ofMillis(200)));
    return Redisson.create(config);
  }

  private static Config config(RedisEndpoint endpoint, int connections) {
    Config config = new Config();
    config.setThreads(2);
    config.setNettyThreads(2);
    endpoint.username().ifPresent(config::setUsername);
    endpoint.password().ifPresent(config::setPassword);
    config
        .useSingleServer()
        .setAddress(endpoint.address())
        .setDatabase(endpoint.database())
        .setConnectionMinimumIdleSize(1)
        .setConnectionPoolSize(connections)
        .setSubscriptionConnectionMinimumIdleSize(1);
    return config;
  }
}
