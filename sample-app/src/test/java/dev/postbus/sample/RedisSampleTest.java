package dev.postbus.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postbus.testkit.redis.RedisEndpoint;
import dev.postbus.testkit.redis.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.KeysScanOptions;
import org.redisson.config.Config;

class RedisSampleTest {

  private static final Pattern SUMMARY =
      Pattern.compile(
          "summary: orders=(\\d+) payments=\\1 notifications=\\1 analytics=\\1 retried=(\\d+)"
              + " dead=1 redriven=1 invoices=\\1 worker-1=(\\d+) worker-2=(\\d+)");

  private static final Pattern NAMESPACE = Pattern.compile("in the namespace (sample-\\w+)");

  @TempDir private Path folder;

  @Test
  void twoWorkersShareTheWorkAndNothingIsLeftBehind() throws InterruptedException {
    try (SampleProcess sample =
        new SampleProcess(folder, environment(), "redis", "--orders", "1000")) {
      assertThat(sample.exitCode()).as(sample.err()).isZero();
      List<String> out = sample.out().lines().toList();

      assertThat(out.get(0)).startsWith("Redis: ").endsWith("named by REDIS_HOST and REDIS_PORT");
      assertThat(sample.err()).isEmpty();
      Matcher summary = SUMMARY.matcher(out.get(out.size() - 1));
      assertThat(summary.matches()).as(sample.out()).isTrue();
      assertThat(summary.group(1)).isEqualTo("1000");
      assertThat(summary.group(2)).isEqualTo("10");
      int byTheFirst = Integer.parseInt(summary.group(3));
      int byTheSecond = Integer.parseInt(summary.group(4));
      assertThat(byTheFirst + byTheSecond).isEqualTo(5_000);
      assertThat(byTheFirst).isPositive();
      assertThat(byTheSecond).isPositive();
      assertThat(keysOf(sample)).isEmpty();
    }
  }

  @Test
  void anUnreachableRedisIsOneLineAndExitCodeOne() throws InterruptedException {
    Map<String, String> nowhere = Map.of("REDIS_HOST", "127.0.0.1", "REDIS_PORT", "1");
    try (SampleProcess sample = new SampleProcess(folder, nowhere, "redis")) {
      assertThat(sample.exitCode()).isEqualTo(1);

      assertThat(sample.err().lines()).hasSize(1);
      assertThat(sample.err()).startsWith("sample: ").contains("127.0.0.1").contains("1");
    }
  }

  @Test
  void endedByTheUserItEndsItsWorkersAndRemovesItsKeys() throws InterruptedException {
    try (SampleProcess sample =
        new SampleProcess(folder, environment(), "redis", "--orders", "1000000")) {
      await().atMost(Duration.ofSeconds(30)).until(() -> sample.out().contains("orders placed"));
      List<ProcessHandle> processes = sample.descendants();

      sample.process().destroy();
      int exitCode = sample.exitCode();

      assertThat(exitCode).isEqualTo(143);
      assertThat(processes).hasSize(2).noneMatch(ProcessHandle::isAlive);
      assertThat(keysOf(sample)).isEmpty();
      assertThat(sample.err()).isEmpty();
    }
  }

  @Test
  void whenItIsKilledItsWorkersAndItsRedisEndToo() {
    try (SampleProcess sample =
        new SampleProcess(folder, Map.of(), "redis", "--orders", "1000000")) {
      await().atMost(Duration.ofSeconds(30)).until(() -> sample.out().contains("orders placed"));
      List<ProcessHandle> processes = sample.descendants();

      sample.process().destroyForcibly();

      assertThat(processes).hasSizeGreaterThanOrEqualTo(2);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(processes).noneMatch(ProcessHandle::isAlive));
    }
  }

  private static Map<String, String> environment() {
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
  private static List<String> keysOf(SampleProcess sample) {
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
