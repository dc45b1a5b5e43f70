package dev.postbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.AuditEntry;
import dev.postbus.DeadLetter;
import dev.postbus.EventQueue;
import dev.postbus.redisson.RedissonEventBus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(RealRedis.class)
class DeadCommandTest {

  private static RedissonEventBus shop(Scene scene, String... dead) {
    RedissonEventBus shop = scene.bus("shop", "Payments.charge", Scene.refusing());
    scene.deadLetters(shop, "shop", dead);
    return shop;
  }

  private static List<String> left(RedissonEventBus bus) {
    return bus.admin().deadLetters("shop", 0, 100).stream()
        .map(DeadLetter::metadata)
        .map(event -> event.eventId())
        .toList();
  }

  @Test
  void listsThemNewestFirst(Scene scene) {
    shop(scene, "order-1", "order-2");

    Run list = scene.run("dead", "list");

    assertThat(list.code()).isZero();
    assertThat(list.out())
        .containsPattern("^EVENT ID +EVENT +HANDLER +TRIES +FAILED +REASON\n")
        .containsPattern(
            "order-2 +order.created  Payments.charge +1 .* PermanentFailureException: card"
                + " refused\n")
        .containsPattern("order-2 [^\n]*\norder-1 ");
  }

  @Test
  void listsThoseThatMatch(Scene scene) {
    shop(scene, "order-1", "order-2", "order-3");

    JsonNode found =
        scene.run("dead", "list", "--event", "order.*", "--text", "ORDER-2", "--json").json();
    JsonNode some = scene.run("dead", "list", "--limit", "2", "--json").json();

    assertThat(found.path("deadLetters").size()).isOne();
    assertThat(found.path("more").asBoolean()).isFalse();
    JsonNode letter = found.path("deadLetters").path(0);
    assertThat(letter.path("eventId").asString()).isEqualTo("order-2");
    assertThat(letter.path("payload").path("orderId").asString()).isEqualTo("order-2");
    assertThat(letter.path("raw").isNull()).isTrue();
    assertThat(letter.path("handler").asString()).isEqualTo("Payments.charge");
    assertThat(letter.path("attempts").asInt()).isOne();
    assertThat(letter.path("reason").asString()).contains("card refused").contains("\tat ");
    assertThat(some.path("deadLetters").size()).isEqualTo(2);
    assertThat(some.path("more").asBoolean()).isTrue();
    assertThat(some.path("total").asLong()).isEqualTo(3);
    assertThat(scene.run("dead", "list", "--handler", "Other").out())
        .isEqualTo("shop has no dead letters for Other.\n");
  }

  @Test
  void showsOneWithPayloadAndReason(Scene scene) {
    shop(scene, "order-1");

    Run show = scene.run("dead", "show", "order-1");
    JsonNode json = scene.run("dead", "show", "order-1", "--json").json();

    assertThat(show.out())
        .contains("event       order.created\n", "handler     Payments.charge\n")
        .contains("payload\n  {\n    \"orderId\" : \"order-1\"\n  }\n")
        .contains("reason\n  dev.postbus.PermanentFailureException: card refused\n    at ");
    assertThat(json.path("group").asString()).isEqualTo("shop");
    assertThat(json.path("deadLetters").path(0).path("eventId").asString()).isEqualTo("order-1");
  }

  @Test
  void saysThatThereIsNone(Scene scene) {
    shop(scene, "order-1");

    for (String action : List.of("show", "redrive", "discard")) {
      Run run = scene.run("dead", action, "order-9");

      assertThat(run.code()).isOne();
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .isEqualTo("postbus: group \"shop\" has no dead letter of event \"order-9\"\n");
    }
  }

  @Test
  void redrivesByIdAndNotesWhoDidIt(Scene scene) {
    RedissonEventBus shop = shop(scene, "order-1", "order-2");

    Run text = scene.run("dead", "redrive", "order-1", "--who", "Ada");
    Run json = scene.run("dead", "redrive", "order-2", "order-9", "--json");

    assertThat(text.code()).isZero();
    assertThat(text.out()).isEqualTo("1 dead letter of shop redriven.\n");
    assertThat(json.code()).isOne();
    assertThat(json.json().path("redriven").asInt()).isOne();
    assertThat(json.json().path("missing").path(0).asString()).isEqualTo("order-9");
    List<AuditEntry> audit = shop.admin().audit(0, 10);
    assertThat(audit).extracting(AuditEntry::action).containsExactly("redrive", "redrive");
    assertThat(audit.get(1).who()).isEqualTo("Ada");
    assertThat(audit.get(1).target()).isEqualTo("shop order-1");
    assertThat(audit.get(0).who()).startsWith(System.getProperty("user.name") + "@");
  }

  @Test
  void discardsAllThatMatch(Scene scene) {
    RedissonEventBus shop = shop(scene, "order-1", "order-2", "order-3");

    Run some = scene.run("dead", "discard", "--all", "--text", "order-2", "--yes", "--json");
    Run rest = scene.run("dead", "discard", "--all", "-y");

    assertThat(some.json().path("discarded").asInt()).isOne();
    assertThat(rest.out()).isEqualTo("2 dead letters of shop discarded.\n");
    assertThat(left(shop)).isEmpty();
    assertThat(shop.admin().audit(1, 1).get(0).target())
        .isEqualTo("shop 1 dead letter with \"order-2\"");
  }

  @Test
  void redrivesFirstWhatFailedFirst(Scene scene) {
    RedissonEventBus shop = shop(scene, "order-1", "order-2", "order-3");
    shop.admin().pause("shop", EventQueue.DEFAULT);

    Run redrive = scene.run("dead", "redrive", "--all", "--yes");

    assertThat(redrive.out()).isEqualTo("3 dead letters of shop redriven.\n");
    assertThat(shop.admin().ready("shop", EventQueue.DEFAULT, 0, 10))
        .extracting(ready -> ready.metadata().eventId())
        .containsExactly("order-1", "order-2", "order-3");
  }

  @Test
  void goesThroughMoreThanOneStep(Scene scene) {
    RedissonEventBus shop = scene.bus("shop", "Payments.charge", Scene.refusing());
    shop.emitAll("order.created", java.util.Collections.nCopies(800, java.util.Map.of("n", 1)));
    Scene.until(() -> shop.admin().deadLetters("shop", 799, 1).size() == 1);

    Run discard = scene.run("dead", "discard", "--all", "--limit", "700", "--yes", "--json");

    assertThat(discard.json().path("discarded").asInt()).isEqualTo(700);
    assertThat(left(shop)).hasSize(100);
  }

  @Test
  void asksAPersonFirst(Scene scene) {
    RedissonEventBus shop = shop(scene, "order-1", "order-2");

    Run no = scene.asked("\n", "dead", "discard", "--all");
    Run yes = scene.asked("y\n", "dead", "discard", "--all", "--limit", "1");

    assertThat(no.code()).isOne();
    assertThat(no.err())
        .isEqualTo("Discard 2 dead letters of shop? [y/N] postbus: nothing was done\n");
    assertThat(yes.code()).isZero();
    assertThat(yes.err()).isEqualTo("Discard 1 dead letter of shop? [y/N] ");
    assertThat(left(shop)).containsExactly("order-1");
  }

  @Test
  void demandsAYesWhenNobodyCanBeAsked(Scene scene) {
    RedissonEventBus shop = shop(scene, "order-1");

    Run run = scene.run("dead", "redrive", "--all");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("say --yes");
    assertThat(left(shop)).containsExactly("order-1");
  }

  @Test
  void demandsEitherIdsOrAll(Scene scene) {
    assertThat(scene.run("dead", "redrive").err()).contains("give event ids, or --all");
    assertThat(scene.run("dead", "redrive", "x", "--all").err()).contains("not both");
    assertThat(scene.run("dead", "redrive", "x", "--text", "y").code()).isEqualTo(2);
    assertThat(scene.run("dead", "discard", "--all", "--limit", "0", "--yes").code()).isEqualTo(2);
    assertThat(scene.run("dead", "list", "--event", "a..b").code()).isEqualTo(2);
    assertThat(scene.run("dead").code()).isEqualTo(2);
  }
}
