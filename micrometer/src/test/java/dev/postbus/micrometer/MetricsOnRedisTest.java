package dev.postbus.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import dev.postbus.SubscribeOptions;
import dev.postbus.redisson.RedisSettings;
import dev.postbus.redisson.RedissonEventBus;
import dev.postbus.testkit.redis.PrivateRedis;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MetricsOnRedisTest {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @Test
  void queuesAndErrorsAreShownThroughAnOutage() {
    try (PrivateRedis redis = PrivateRedis.start("--appendonly", "yes");
        Scrape scrape = new Scrape();
        PostbusMetrics metrics =
            PostbusMetrics.builder(scrape.registry).sampleEvery(Duration.ofMillis(200)).build();
        EventBus bus =
            RedissonEventBus.connect(
                metrics.instrument(
                    EventBusConfig.builder().group("shop").drainTimeout(Duration.ZERO).build()),
                RedisSettings.of(redis.endpoint().host(), redis.endpoint().port()))) {
      bus.subscribe(
          "order.created",
          Map.class,
          SubscribeOptions.builder().id("mail").build(),
          (order, context) -> {});
      bus.start();
      bus.admin().pause("shop", EventQueue.DEFAULT);
      bus.emit("order.created", Map.of("number", 1));
      metrics.watch(bus, "shop");
      await().atMost(PATIENCE).until(() -> ready(scrape) == 1);
      assertThat(scrape.value("postbus_redis_errors_total", "group", "shop")).isZero();

      redis.kill();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  Double.isNaN(ready(scrape))
                      && scrape.value("postbus_redis_errors_total", "group", "shop") > 0);

      redis.restart();
      bus.admin().resume("shop", EventQueue.DEFAULT);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(
                          scrape.value(
                              "postbus_process_seconds_count",
                              "handler",
                              "mail",
                              "outcome",
                              "success"))
                      .isOne());
      await().atMost(PATIENCE).until(() -> ready(scrape) == 0);
    }
  }

  /** Returns -1 while it is not shown. */
  private static double ready(Scrape scrape) {
    return scrape.samples().stream()
        .filter(sample -> sample.name().equals("postbus_queue_size"))
        .filter(sample -> sample.has("group", "shop", "queue", "default", "state", "ready"))
        .mapToDouble(Scrape.Sample::value)
        .findFirst()
        .orElse(-1);
  }
}
