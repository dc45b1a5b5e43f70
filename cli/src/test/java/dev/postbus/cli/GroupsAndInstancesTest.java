package dev.postbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.redisson.RedissonEventBus;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(RealRedis.class)
class GroupsAndInstancesTest {

  @Test
  void showsTheHandlersOfEachGroup(Scene scene) {
    scene.bus("shop", "Payments.charge", Scene.accepting());
    scene.bus("mailer", "Mailer.confirm", Scene.accepting()).close();

    Run groups = scene.run("groups");

    assertThat(groups.code()).isZero();
    assertThat(groups.out())
        .containsPattern("GROUP +INSTANCES +HANDLER +SEEN +TAKES\n")
        .containsPattern("mailer +0 +Mailer.confirm +(just now|\\d+ s ago) +order\\.\\*\n")
        .containsPattern("shop +1 +Payments.charge +live +order\\.\\*\n");
  }

  @Test
  void writesTheHandlersOfEachGroup(Scene scene) {
    scene.bus("shop", "Payments.charge", Scene.accepting());

    JsonNode json = scene.run("groups", "--json").json();

    assertThat(json.path("namespace").asString()).isEqualTo(scene.namespace());
    JsonNode group = json.path("groups").path(0);
    assertThat(group.path("group").asString()).isEqualTo("shop");
    assertThat(group.path("instances").asInt()).isOne();
    JsonNode handler = group.path("handlers").path(0);
    assertThat(handler.path("id").asString()).isEqualTo("Payments.charge");
    assertThat(handler.path("patterns").path(0).asString()).isEqualTo("order.*");
    assertThat(handler.path("live").asBoolean()).isTrue();
    assertThat(handler.path("advertisedAt").isString()).isTrue();
  }

  @Test
  void showsWhatInstancesRun(Scene scene) {
    CountDownLatch release = new CountDownLatch(1);
    RedissonEventBus shop =
        scene.talkativeBus("shop", "Payments.charge", (payload, context) -> release.await());
    try {
      shop.emit("order.created", Map.of(), Scene.id("order-1"));

      Scene.until(
          () ->
              scene
                  .run("instances")
                  .out()
                  .matches(
                      "(?s).*shop +\\S+ +\\S+ pid "
                          + ProcessHandle.current().pid()
                          + " +.*1  Payments.charge order-1 for .*"));

      JsonNode instance =
          scene.run("instances", "-g", "shop", "--json").json().path("instances").path(0);
      assertThat(instance.path("group").asString()).isEqualTo("shop");
      assertThat(instance.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
      assertThat(instance.path("overdue").asBoolean()).isFalse();
      assertThat(instance.path("inFlight").asInt()).isOne();
      JsonNode running = instance.path("running").path(0);
      assertThat(running.path("handler").asString()).isEqualTo("Payments.charge");
      assertThat(running.path("eventId").asString()).isEqualTo("order-1");
      assertThat(running.path("attempt").asInt()).isOne();
    } finally {
      release.countDown();
    }
  }

  @Test
  void looksOnWithoutLeavingATrace(Scene scene) {
    RedissonEventBus shop = scene.bus("shop", "Payments.charge", Scene.accepting());

    for (String command : new String[] {"stats", "groups", "instances", "doctor", "audit"}) {
      assertThat(scene.run(command).code()).isZero();
    }

    assertThat(shop.admin().instances()).hasSize(1);
    assertThat(shop.admin().groups()).containsExactly("shop");
    assertThat(shop.admin().audit(0, 10)).isEmpty();
  }
}
