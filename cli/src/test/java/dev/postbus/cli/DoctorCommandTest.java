package dev.postbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import dev.postbus.redisson.RedisSettings;
import dev.postbus.redisson.RedissonEventBus;
import dev.postbus.testkit.redis.PrivateRedis;
import dev.postbus.testkit.redis.RedisProxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(RealRedis.class)
class DoctorCommandTest {

  private static JsonNode finding(JsonNode doctor, String status, String check) {
    return doctor
        .path("findings")
        .valueStream()
        .filter(one -> one.path("check").asString().equals(check))
        .filter(one -> one.path("status").asString().equals(status))
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("no %s of %s in %s".formatted(status, check, doctor)));
  }

  @Test
  void saysWhatItFoundAndWhatToDo(Scene scene) {
    RedissonEventBus shop = scene.bus("shop", "Payments.charge", Scene.refusing());
    scene.deadLetters(shop, "shop", "order-1");
    shop.admin().pause("shop", EventQueue.HIGH);

    Run doctor = scene.run("doctor");

    assertThat(doctor.code()).isZero();
    assertThat(doctor.out())
        .containsPattern("ok    connection    \\S+:\\d+.* answers in ")
        .contains("ok    version       Redis ")
        .contains("warn  persistence   ", "-> set appendonly yes")
        .contains("ok    leases        1 instance alive, no lease overdue\n")
        .contains("warn  queues        shop/high is paused and nothing waits\n")
        .contains("                    -> postbus resume high --group shop\n")
        .contains("warn  dead letters  shop has 1 dead letter\n")
        .contains("\n0 problems, ");
    assertThat(scene.run("doctor", "--strict").code()).isOne();
  }

  @Test
  void failsWhenNobodyHandlesWhatWaits(Scene scene) {
    scene.bus("shop", "Payments.charge", Scene.accepting()).close();
    scene.bus("web").emit("order.created", Map.of());

    Run doctor = scene.run("doctor", "--json");

    assertThat(doctor.code()).isOne();
    assertThat(doctor.json().path("ok").asBoolean(true)).isFalse();
    JsonNode consumers = finding(doctor.json(), "FAIL", "consumers");
    assertThat(consumers.path("text").asString())
        .isEqualTo("shop has no live instance and 1 delivery waits");
    assertThat(consumers.path("advice").asString()).isEqualTo("start one");
  }

  @Test
  void findsHandlersThatAreStuckOrMissing(Scene scene) {
    CountDownLatch release = new CountDownLatch(1);
    RedissonEventBus shop =
        scene.talkativeBus("shop", "Payments.charge", (payload, context) -> release.await());
    shop.subscribe("other", Object.class, Scene.accepting()).close();
    try {
      shop.emit("order.created", Map.of(), Scene.id("order-1"));

      Scene.until(
          () ->
              scene
                  .run("doctor", "--stuck-after", "1ms", "--json")
                  .out()
                  .contains("Payments.charge has run for "));
    } finally {
      release.countDown();
    }
    assertThat(scene.run("doctor").out()).contains("no live instance of shop has the handler ");
  }

  @Test
  void findsALeaseThatRanOut(Scene scene, PrivateRedis redis) throws InterruptedException {
    try (RedisProxy proxy = RedisProxy.to(redis.endpoint())) {
      EventBusConfig config =
          EventBusConfig.builder()
              .group("shop")
              .namespace(scene.namespace())
              .leaseTimeout(Duration.ofSeconds(1))
              .drainTimeout(Duration.ZERO)
              .build();
      RedissonEventBus bus =
          RedissonEventBus.connect(
              config, RedisSettings.of(proxy.endpoint().host(), proxy.endpoint().port()));
      try {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        bus.subscribe(
            "order.*",
            Object.class,
            (payload, context) -> {
              running.countDown();
              release.await();
            });
        bus.start();
        bus.emit("order.created", Map.of());
        running.await();
        proxy.freeze();

        Scene.until(() -> scene.run("doctor", "--json").out().contains("is silent: "));

        Run doctor = scene.run("doctor");
        assertThat(doctor.code()).isOne();
        assertThat(doctor.out())
            .containsPattern(
                "FAIL  leases        \\S+ of shop on \\S+ pid \\d+ is silent: its lease ran out"
                    + " (just now|.* ago), and it holds 1 delivery\n");
        assertThat(scene.run("instances").out()).contains("overdue ");
      } finally {
        proxy.thaw();
        bus.close();
      }
    }
  }

  @Test
  void saysInJsonTooThatRedisCannotBeReached(Scene scene) {
    Run doctor = scene.run("doctor", "--port", "1", "--json");

    assertThat(doctor.code()).isOne();
    assertThat(doctor.err()).isEmpty();
    assertThat(finding(doctor.json(), "FAIL", "connection").path("text").asString())
        .startsWith("no Redis answers at ");
  }
}
