package dev.postbus.sample;

import dev.postbus.redisson.RedisSettings;
import java.io.IOException;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** Removes what a run of the sample has stored. */
final class Namespace {

  private Namespace() {}

  /** Removes every key of the namespace; no bus may use it any more. */
  static void remove(String namespace, RedisSettings settings) throws IOException {
    RedissonClient client = Redisson.create(config(settings));
    try {
      client.getKeys().deleteByPattern("*{" + namespace + "}*");
    } finally {
      client.shutdown();
    }
  }

  private static Config config(RedisSettings settings) throws IOException {
    if (settings.yamlFile().isPresent()) {
      return Config.fromYAML(settings.yamlFile().get().toFile());
    }
    Config config = new Config();
    settings.username().ifPresent(config::setUsername);
    settings.password().ifPresent(config::setPassword);
    config
        .useSingleServer()
        .setAddress(
            "%s://%s:%d"
                .formatted(settings.tls() ? "rediss" : "redis", settings.host(), settings.port()))
        .setDatabase(settings.database())
        .setConnectionMinimumIdleSize(1)
        .setConnectionPoolSize(2);
    return config;
  }
}
