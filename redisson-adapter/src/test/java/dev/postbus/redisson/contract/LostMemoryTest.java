package dev.postbus.redisson.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postbus.EventBusConfig;
import dev.postbus.redisson.RedisSettings;
import dev.postbus.redisson.RedissonEventBus;
import dev.postbus.testkit.redis.PrivateRedis;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A Redis that keeps nothing over a restart: what it held is gone, but the bus must go on. */
class LostMemoryTest {

  @Test
  void afterRedisHasForgottenAllNewEventsAreHandledByThoseWhoWereThereBefore() {
    AtomicInteger handled = new AtomicInteger();
    EventBusConfig config =
        EventBusConfig.builder().group("shop").leaseTimeout(Duration.ofSeconds(1)).build();
    try (PrivateRedis redis = PrivateRedis.start();
        RedissonEventBus bus =
            RedissonEventBus.connect(
                config, RedisSettings.of(redis.endpoint().host(), redis.endpoint().port()))) {
      bus.subscribe("order.created", Map.class, (order, context) -> handled.incrementAndGet());
      bus.start();
      bus.emit("order.created", Map.of("id", 1));
      await().until(() -> handled.get() == 1);

      redis.restart();
      bus.emit("order.created", Map.of("id", 2));

      await().atMost(Duration.ofSeconds(30)).until(() -> handled.get() == 2);
      assertThat(bus.admin().groups()).containsExactly("shop");
    }
  }
}
