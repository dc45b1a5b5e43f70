package dev.postbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.AuditEntry;
import dev.postbus.EventQueue;
import dev.postbus.redisson.RedissonEventBus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(RealRedis.class)
class PauseCommandTest {

  @Test
  void pausesAndResumesAndNotesIt(Scene scene) {
    RedissonEventBus shop = scene.bus("shop", "Payments.charge", Scene.accepting());

    Run pause = scene.run("pause", "low", "HIGH");

    assertThat(pause.code()).isZero();
    assertThat(pause.out())
        .isEqualTo(
            """
            shop/high is paused on all instances; nothing waits.
            shop/low is paused on all instances; nothing waits.
            """);
    assertThat(shop.admin().paused("shop", EventQueue.LOW)).isTrue();
    assertThat(shop.admin().paused("shop", EventQueue.DEFAULT)).isFalse();

    JsonNode json = scene.run("resume", "all", "--group", "shop", "--json").json();

    assertThat(json.path("group").asString()).isEqualTo("shop");
    assertThat(json.path("queues").size()).isEqualTo(3);
    assertThat(json.path("queues").path(0).path("queue").asString()).isEqualTo("HIGH");
    assertThat(json.path("queues").path(0).path("paused").asBoolean(true)).isFalse();
    assertThat(shop.admin().paused("shop", EventQueue.LOW)).isFalse();
    assertThat(shop.admin().audit(0, 10))
        .extracting(AuditEntry::action)
        .containsExactly("resume", "resume", "resume", "pause", "pause");
  }

  @Test
  void refusesWhatIsNoQueue(Scene scene) {
    Run pause = scene.run("pause", "lo");

    assertThat(pause.code()).isEqualTo(2);
    assertThat(pause.err())
        .isEqualTo(
            "postbus: there is no queue \"lo\"; name high, default, low or all\n"
                + "See postbus pause --help\n");
    assertThat(scene.run("resume").code()).isEqualTo(2);
  }

  @Test
  void asksWhichGroupWhenThereAreSeveral(Scene scene) {
    scene.bus("shop", "Payments.charge", Scene.accepting());
    scene.bus("mailer", "Mailer.confirm", Scene.accepting());

    Run pause = scene.run("pause", "low");

    assertThat(pause.code()).isEqualTo(2);
    assertThat(pause.err())
        .isEqualTo("postbus: which group? name one with --group: mailer, shop\n");
  }

  @Test
  void saysThatThereIsNoGroup(Scene scene) {
    Run pause = scene.run("pause", "low");

    assertThat(pause.code()).isOne();
    assertThat(pause.err()).startsWith("postbus: there is no group in namespace \"cli-");
  }
}
