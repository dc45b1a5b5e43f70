package dev.postbus.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.testkit.redis.RedisEndpoint;
import dev.postbus.testkit.redis.RedisServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.KeysScanOptions;
import org.redisson.config.Config;

/** The Redis of the tests, for samples that are processes of their own. */
final class TestRedis {

  private static final Pattern NAMESPACE = Pattern.compile("in the namespace (sample-\\w+)");

  private TestRedis() {}

  /** Returns what names it to a sample. */
  static Map<String, String> environment() {
    RedisEndpoint redis = RedisServer.shared().endpoint();
    Map<String, String> environment = new HashMap<>();
    environment.put("REDIS_HOST", redis.host());
    environment.put("REDIS_PORT", String.valueOf(redis.port()));
    redis.username().ifPresent(user -> environment.put("REDIS_USERNAME", user));
    redis.password().ifPresent(password -> environment.put("REDIS_PASSWORD", password));
    environment.put("REDIS_DATABASE", String.valueOf(redis.database()));
    environment.put("REDIS_TLS", String.valueOf(redis.tls()));
    return environment;
  }

  /** Returns the keys that this sample has left on the Redis of the tests. */
  static List<String> keysOf(SampleProcess sample) {
    Matcher namespace = NAMESPACE.matcher(sample.out());
    assertThat(namespace.find()).as(sample.out()).isTrue();
    RedisEndpoint redis = RedisServer.shared().endpoint();
    Config config = new Config();
    config.useSingleServer().setAddress(redis.address()).setDatabase(redis.database());
    redis.username().ifPresent(config::setUsername);
    redis.password().ifPresent(config::setPassword);
    RedissonClient client = Redisson.create(config);
    try {
      List<String> found = new ArrayList<>();
      client
          .getKeys()
          .getKeys(KeysScanOptions.defaults().pattern("*" + namespace.group(1) + "*"))
          .forEach(found::add);
      return found;
    } finally {
      client.shutdown();
    }
  }
}
