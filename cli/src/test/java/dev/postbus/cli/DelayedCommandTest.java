package dev.postbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.AuditEntry;
import dev.postbus.redisson.RedissonEventBus;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(RealRedis.class)
class DelayedCommandTest {

  private static RedissonEventBus shop(Scene scene, String... delayed) {
    RedissonEventBus shop = scene.bus("shop", "Mailer.confirm", Scene.failing());
    for (String eventId : delayed) {
      shop.emit("order.reminder", Map.of("orderId", eventId), Scene.late(eventId));
    }
    return shop;
  }

  @Test
  void listsWhatIsDueNextFirst(Scene scene) {
    RedissonEventBus shop = shop(scene, "reminder-1");
    shop.emit("order.created", Map.of(), Scene.id("order-1"));
    Scene.until(() -> shop.admin().delayed("shop", 0, 10).size() == 2);

    Run list = scene.run("delayed", "list");
    JsonNode json = scene.run("delayed", "list", "--event", "order.created", "--json").json();

    assertThat(list.code()).isZero();
    assertThat(list.out())
        .containsPattern("^EVENT ID +EVENT +DUE +QUEUE +TRIED +HANDLER +PAYLOAD\n")
        .containsPattern(
            "reminder-1  order.reminder  in 59 min \\d+ s +default +0"
                + "  \\(all, first delivery\\)  \\{\"orderId\":\"reminder-1\"}\n")
        .containsPattern("order-1 +order.created +in .* default +1  Mailer.confirm +\\{}\n");
    assertThat(json.path("delayed").size()).isOne();
    JsonNode retry = json.path("delayed").path(0);
    assertThat(retry.path("eventId").asString()).isEqualTo("order-1");
    assertThat(retry.path("firstDelivery").asBoolean()).isFalse();
    assertThat(retry.path("handler").asString()).isEqualTo("Mailer.confirm");
    assertThat(retry.path("attempts").asInt()).isOne();
    assertThat(retry.path("dueAt").isString()).isTrue();
  }

  @Test
  void showsOne(Scene scene) {
    shop(scene, "reminder-1");

    Run show = scene.run("delayed", "show", "reminder-1");
    JsonNode json = scene.run("delayed", "show", "reminder-1", "--json").json();

    assertThat(show.out())
        .contains("id          reminder-1\n", "handler     (all, first delivery)\n")
        .containsPattern("due         \\S+Z, in 59 min")
        .contains("\"orderId\" : \"reminder-1\"");
    assertThat(json.path("delayed").path(0).path("payload").path("orderId").asString())
        .isEqualTo("reminder-1");
    assertThat(scene.run("delayed", "show", "other").err())
        .isEqualTo("postbus: group \"shop\" has nothing delayed of event \"other\"\n");
  }

  @Test
  void cancelsByIdAndAllThatMatch(Scene scene) {
    RedissonEventBus shop = shop(scene, "reminder-1", "reminder-2", "reminder-3");

    Run one = scene.run("delayed", "cancel", "reminder-1");
    Run all = scene.run("delayed", "cancel", "--all", "--text", "reminder-2", "--yes", "--json");

    assertThat(one.out()).isEqualTo("1 delayed of shop cancelled.\n");
    assertThat(all.json().path("cancelled").asInt()).isOne();
    assertThat(shop.admin().delayed("shop", 0, 10))
        .singleElement()
        .satisfies(left -> assertThat(left.metadata().eventId()).isEqualTo("reminder-3"));
    assertThat(shop.admin().audit(0, 10))
        .extracting(AuditEntry::target)
        .containsExactly("shop 1 delayed with \"reminder-2\"", "shop reminder-1");
  }

  @Test
  void refusesToCancelARetry(Scene scene) {
    RedissonEventBus shop = shop(scene);
    shop.emit("order.created", Map.of(), Scene.id("order-1"));
    Scene.until(() -> shop.admin().delayed("shop", 0, 10).size() == 1);

    Run cancel = scene.run("delayed", "cancel", "order-1", "gone");

    assertThat(cancel.code()).isOne();
    assertThat(cancel.err().lines())
        .containsExactly(
            "postbus: event \"order-1\": only retries of it wait, which cannot be cancelled",
            "postbus: group \"shop\" has nothing delayed of event \"gone\"");
  }

  @Test
  void runsNowWhatWasToWait(Scene scene) {
    RedissonEventBus shop = shop(scene, "reminder-1", "reminder-2");

    Run one = scene.run("delayed", "run-now", "reminder-1", "--json");
    Run all = scene.run("delayed", "run-now", "--all", "--event", "order.reminder", "--yes");

    assertThat(one.json().path("madeDue").asInt()).isOne();
    assertThat(all.code()).isZero();
    Scene.until(
        () ->
            shop.admin().delayed("shop", 0, 10).stream().filter(e -> e.attempts() > 0).count()
                == 2);
  }

  @Test
  void asksAPersonFirst(Scene scene) {
    RedissonEventBus shop = shop(scene, "reminder-1");

    Run no = scene.asked("n\n", "delayed", "cancel", "--all");

    assertThat(no.code()).isOne();
    assertThat(no.err()).contains("Cancel 1 delayed of shop? [y/N] ").contains("nothing was done");
    assertThat(shop.admin().delayed("shop", 0, 10)).hasSize(1);
    assertThat(scene.run("delayed", "cancel", "--all").code()).isEqualTo(2);
  }
}
