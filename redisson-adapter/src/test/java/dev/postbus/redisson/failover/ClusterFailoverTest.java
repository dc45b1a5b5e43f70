package dev.postbus.redisson.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.Durability;
import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.engine.EngineSettings;
import dev.postbus.engine.EngineTime;
import dev.postbus.redisson.RedisSettings;
import dev.postbus.redisson.RedissonEventBus;
import dev.postbus.testkit.contract.Behaviour;
import dev.postbus.testkit.contract.Inbox;
import dev.postbus.testkit.contract.Ping;
import dev.postbus.testkit.redis.ClusterRedis;
import dev.postbus.testkit.redis.PrivateRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

class ClusterFailoverTest {

  private static final EventBusConfig CONFIG =
      EventBusConfig.builder().group("shop").leaseTimeout(Duration.ofSeconds(2)).build();
  private static final String TAG = "{" + CONFIG.namespace() + "}";

  @TempDir Path folder;
  private ClusterRedis cluster;
  private RedisSettings settings;

  @BeforeEach
  void start() {
    cluster = ClusterRedis.start();
    settings = Yaml.of(folder, cluster);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private RedissonClient client() {
    try {
      return Redisson.create(Config.fromYAML(settings.yamlFile().orElseThrow().toFile()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A bus that does nothing unless it is woken. */
  private static EventBus unguarded(RedissonClient client) {
    return RedissonEventBus.create(
        CONFIG,
        client,
        EngineSettings.defaults().withGuardPeriod(Duration.ofHours(1)),
        EngineTime.system("test-timer"));
  }

  private PrivateRedis failOver() {
    PrivateRedis first = cluster.primaryOf(TAG);
    first.kill();
    assertThat(cluster.primaryOf(TAG)).isNotSameAs(first);
    return first;
  }

  @Test
  @Behaviour(40)
  void producersAndConsumersGoOnByThemselvesAndNothingThatWasReplicatedIsLost() {
    EmitOptions replicated = EmitOptions.builder().durability(Durability.REPLICATED).build();
    RedissonClient client = client();
    try (EventBus producer = RedissonEventBus.connect(CONFIG, settings);
        EventBus consumer = unguarded(client)) {
      consumer.start();
      try (Load plain = new Load(producer, consumer, "plain", 16, EmitOptions.none());
          Load safe = new Load(producer, consumer, "safe", 4, replicated)) {
        plain.awaitReceipts(5_000);
        safe.awaitReceipts(500);

        long killedAt = System.nanoTime();
        PrivateRedis first = failOver();
        long promotedAt = System.nanoTime();
        plain.awaitReceipts(5_000);
        first.restart();
        cluster.awaitReplicas();
        safe.awaitReceipts(500);

        safe.end(receipt -> false);
        plain.end(receipt -> receipt.mayBeLost(killedAt, promotedAt));
        System.out.println(plain.summary("fail-over in a cluster"));
        System.out.println(safe.summary("fail-over in a cluster, replicated"));
        assertThat(safe.failures())
            .allSatisfy(
                failure ->
                    assertThat(failure)
                        .message()
                        .containsAnyOf(
                            "REPLICATED needs replicas, and the primary has none",
                            // While the one it has again copies everything anew.
                            "confirmed by 0 of 1 replicas within PT3S"));
      }
      whoWaitsIsWoken(producer, consumer);
    } finally {
      client.shutdown();
    }
  }

  /** At once, and by the alarm clock. */
  private static void whoWaitsIsWoken(EventBus producer, EventBus consumer) {
    EmitOptions delayed = EmitOptions.builder().delay(Duration.ofMillis(100)).build();
    Inbox<Ping> late = Inbox.accepting();
    consumer.subscribe("late", Ping.class, late);
    for (int i = 1; i <= 3; i++) {
      producer.emit("late", new Ping(i));
      late.awaitCall(2 * i - 1);
      producer.emit("late", new Ping(i), delayed);
      late.awaitCall(2 * i);
    }
  }
}
