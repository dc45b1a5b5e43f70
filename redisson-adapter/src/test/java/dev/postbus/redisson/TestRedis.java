package dev.postbus.redisson;

import dev.postbus.testkit.redis.RedisEndpoint;
import dev.postbus.testkit.redis.RedisServer;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** The client that the tests of this module share; it ends with the JVM. */
final class TestRedis {

  private TestRedis() {}

  private static final class Holder {
    private static final RedissonClient CLIENT = connect(RedisServer.shared().endpoint());

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(CLIENT::shutdown, "test-client-shutdown"));
    }
  }

  static RedissonClient client() {
    return Holder.CLIENT;
  }

  /** Returns a client of its own for the same Redis; the test ends it. */
  static RedissonClient connect() {
    return connect(RedisServer.shared().endpoint());
  }

  /** Connects with Redisson's default codec, as a user's client may. */
  static RedissonClient connect(RedisEndpoint endpoint) {
    return connect(endpoint, new Config());
  }

  /** Connects with what the config says beside the address. */
  static RedissonClient connect(RedisEndpoint endpoint, Config config) {
    config.setThreads(2);
    config.setNettyThreads(2);
    endpoint.username().ifPresent(config::setUsername);
    endpoint.password().ifPresent(config::setPassword);
    config
        .useSingleServer()
        .setAddress(endpoint.address())
        .setDatabase(endpoint.database())
        .setConnectionMinimumIdleSize(2)
        .setConnectionPoolSize(64);
    return Redisson.create(config);
  }
}
