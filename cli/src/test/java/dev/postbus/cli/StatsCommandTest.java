package dev.postbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventQueue;
import dev.postbus.redisson.RedissonEventBus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(RealRedis.class)
class StatsCommandTest {

  @Test
  void showsEachQueueOfEachGroupAndWhatToLookAt(Scene scene) {
    RedissonEventBus shop = scene.bus("shop", "Payments.charge", Scene.refusing());
    scene.bus("mailer", "Mailer.confirm", Scene.accepting());
    scene.deadLetters(shop, "shop", "order-1", "order-2");
    shop.admin().pause("shop", EventQueue.LOW);

    Run stats = scene.run("stats");

    assertThat(stats.code()).isZero();
    assertThat(stats.err()).isEmpty();
    assertThat(stats.out())
        .contains(scene.namespace() + " at ", ": 2 groups, 2 instances alive")
        .contains("GROUP   QUEUE    READY  IN FLIGHT  DELAYED  DEAD  HANDLED  OLDEST")
        .containsPattern("shop    high +0 +0 +0 +0 +0 +-\n")
        .containsPattern("        default +0 +0 +0 +2 +0 +-\n")
        .containsPattern("        low +0 +0 +0 +0 +0 +-  paused\n")
        .contains("! shop has 2 dead letters: postbus dead list --group shop")
        .contains("! shop/low is paused and nothing waits: postbus resume low --group shop")
        .doesNotContain("\u001b");
  }

  @Test
  void tellsWhatWaitsForAGroupThatIsDown(Scene scene) {
    RedissonEventBus shop = scene.bus("shop", "Payments.charge", Scene.accepting());
    shop.close();
    scene.bus("web").emit("order.created", Map.of());

    JsonNode group = scene.run("stats", "-g", "shop", "--json").json().path("groups").path(0);

    assertThat(group.path("group").asString()).isEqualTo("shop");
    assertThat(group.path("instances").asInt()).isZero();
    assertThat(group.path("hints").path(0).asString())
        .isEqualTo("shop has no live instance and 1 delivery waits: start one");
    JsonNode queue = group.path("queues").path(1);
    assertThat(queue.path("queue").asString()).isEqualTo("DEFAULT");
    assertThat(queue.path("ready").asLong()).isOne();
    assertThat(queue.path("oldestAgeMillis").isIntegralNumber()).isTrue();
    assertThat(queue.path("paused").asBoolean()).isFalse();
    assertThat(queue.propertyNames())
        .containsExactly(
            "queue",
            "paused",
            "ready",
            "inFlight",
            "delayed",
            "dead",
            "handled",
            "emitted",
            "discarded",
            "cancelled",
            "dropped",
            "oldestAgeMillis",
            "handledPerSecond");
  }

  @Test
  void printsLinesWhileItWatchesWithoutATerminal(Scene scene) {
    scene.bus("shop", "Payments.charge", Scene.accepting());

    Run watch = scene.run("stats", "--count", "2", "--interval", "100ms");

    List<String> lines = watch.out().lines().toList();
    assertThat(lines).hasSize(6);
    assertThat(lines.get(4))
        .matches(
            "\\S+Z group=shop queue=default ready=0 inFlight=0 delayed=0 dead=0 handled=0"
                + " oldestAgeMillis=- paused=false instances=1");
  }

  @Test
  void redrawsWhileItWatchesOnATerminal(Scene scene) {
    scene.bus("shop", "Payments.charge", Scene.accepting());

    Run watch = scene.asked("", "stats", "--watch", "--count", "2", "--interval", "100ms");

    assertThat(watch.out().split("\u001b\\[H\u001b\\[2J")).hasSize(3);
    assertThat(watch.out()).contains("PER S").contains("0.0");
  }

  @Test
  void printsADocumentALineWhileItWatchesForPrograms(Scene scene) {
    scene.bus("shop", "Payments.charge", Scene.accepting());

    Run watch = scene.run("stats", "--count", "2", "--interval", "100ms", "--json");

    List<JsonNode> looks = watch.out().lines().map(Json::read).toList();
    assertThat(looks).hasSize(2);
    JsonNode queues = looks.get(1).path("groups").path(0).path("queues");
    assertThat(queues.path(0).path("handledPerSecond").asDouble(-1)).isZero();
    JsonNode first = looks.get(0).path("groups").path(0).path("queues").path(0);
    assertThat(first.path("handledPerSecond").isNull()).isTrue();
  }

  @Test
  void saysThatNoGroupHasStarted(Scene scene) {
    Run stats = scene.run("stats");

    assertThat(stats.code()).isZero();
    assertThat(stats.out()).contains("0 groups").contains("No group has started here yet.");
  }

  @Test
  void refusesAnUnknownGroup(Scene scene) {
    scene.bus("shop", "Payments.charge", Scene.accepting());

    Run stats = scene.run("stats", "--group", "shoop");

    assertThat(stats.code()).isOne();
    assertThat(stats.out()).isEmpty();
    assertThat(stats.err())
        .isEqualTo(
            "postbus: there is no group \"shoop\" in namespace \"%s\"; there is shop\n"
                .formatted(scene.namespace()));
  }
}
