package dev.postbus.redisson.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postbus.Backoff;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusListener;
import dev.postbus.EventMetadata;
import dev.postbus.EventQueue;
import dev.postbus.engine.EngineSettings;
import dev.postbus.engine.EngineTime;
import dev.postbus.redisson.RedisSettings;
import dev.postbus.redisson.RedissonEventBus;
import dev.postbus.testkit.redis.PrivateRedis;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;

/**
 * A Redis that forgets what it did last, as one does that syncs its file every second and loses its
 * power, or a replica that takes over before it has been told all.
 */
class PowerLossTest {

  @Test
  void whatIsInFlightAgainForAnInstanceThatHadSettledItIsHandledAgain() throws Exception {
    CountDownLatch mayFail = new CountDownLatch(1);
    CompletableFuture<Void> retried = new CompletableFuture<>();
    AtomicInteger calls = new AtomicInteger();
    EventBusConfig config =
        EventBusConfig.builder()
            .group("shop")
            .leaseTimeout(Duration.ofSeconds(1))
            .backoff(Backoff.fixed(Duration.ofHours(1)))
            .listener(
                new EventBusListener() {
                  @Override
                  public void onRetried(
                      EventMetadata event, String handler, int n, Duration delay, String reason) {
                    retried.complete(null);
                  }
                })
            .build();
    try (PrivateRedis redis = PrivateRedis.start("--appendonly", "yes", "--appendfsync", "always");
        Looking looking = new Looking(config, redis)) {
      EventBus bus = looking.bus;
      bus.subscribe(
          "order.created",
          Map.class,
          (order, context) -> {
            if (calls.incrementAndGet() == 1) {
              mayFail.await();
              throw new IllegalStateException("not now");
            }
          });
      bus.start();
      bus.emit("order.created", Map.of("id", 1));
      await().until(() -> calls.get() == 1);
      Path file = appendOnlyFile(redis);
      long synced = Files.size(file);
      mayFail.countDown();
      retried.join();

      redis.kill();
      cut(file, synced);
      redis.restart();

      // Redis knows nothing of the failure, and the instance knows of nothing else.
      await().atMost(Duration.ofSeconds(30)).until(() -> calls.get() == 2);
      await()
          .untilAsserted(
              () -> assertThat(bus.admin().counts("shop", EventQueue.DEFAULT).handled()).isOne());
    }
  }

  @Test
  void bindingThatRedisHasForgottenIsMadeAgain() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    EventBusConfig config =
        EventBusConfig.builder().group("shop").leaseTimeout(Duration.ofSeconds(1)).build();
    try (PrivateRedis redis = PrivateRedis.start("--appendonly", "yes", "--appendfsync", "always");
        RedissonEventBus bus =
            RedissonEventBus.connect(
                config, RedisSettings.of(redis.endpoint().host(), redis.endpoint().port()))) {
      bus.subscribe("order.created", Map.class, (order, context) -> calls.incrementAndGet());
      bus.start();
      bus.emit("order.created", Map.of("id", 1));
      await().until(() -> bus.admin().counts("shop", EventQueue.DEFAULT).handled() == 1);
      Path file = appendOnlyFile(redis);
      long synced = Files.size(file);
      bus.subscribe("order.paid", Map.class, (order, context) -> calls.incrementAndGet());

      redis.kill();
      cut(file, synced);
      redis.restart();
      bus.emit("order.paid", Map.of("id", 2));

      await().atMost(Duration.ofSeconds(30)).until(() -> calls.get() == 2);
    }
  }

  /** A bus that looks for work every second, and its client. */
  private static final class Looking implements AutoCloseable {
    final EventBus bus;
    private final RedissonClient client;

    Looking(EventBusConfig config, PrivateRedis redis) {
      client = Clients.impatient(redis.endpoint());
      bus =
          RedissonEventBus.create(
              config,
              client,
              EngineSettings.defaults().withGuardPeriod(Duration.ofSeconds(1)),
              EngineTime.system("power-loss-timer"));
    }

    @Override
    public void close() {
      bus.close();
      client.shutdown();
    }
  }

  private static Path appendOnlyFile(PrivateRedis redis) throws IOException {
    try (Stream<Path> files = Files.walk(redis.directory(), 2)) {
      return files
          .filter(
              file ->
                  file.getFileName().toString().matches("appendonly\\.aof(\\.\\d+\\.incr\\.aof)?"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void cut(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }
}
