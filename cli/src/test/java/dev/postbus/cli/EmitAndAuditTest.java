package dev.postbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.DelayedEvent;
import dev.postbus.EventContext;
import dev.postbus.EventPriority;
import dev.postbus.EventQueue;
import dev.postbus.redisson.RedissonEventBus;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(RealRedis.class)
class EmitAndAuditTest {

  @Test
  void emitsWhatHandlersGetAsItWasTyped(Scene scene) {
    Queue<Object> payloads = new ConcurrentLinkedQueue<>();
    Queue<EventContext> contexts = new ConcurrentLinkedQueue<>();
    scene.bus(
        "shop",
        "Payments.charge",
        (payload, context) -> {
          payloads.add(payload);
          contexts.add(context);
        });

    Run emit =
        scene.run(
            "emit",
            "order.created",
            "{\"cents\":12345678901234567890,\"name\":\"Zoë\"}",
            "--id",
            "order-1",
            "--priority",
            "high",
            "--header",
            "origin=desk",
            "--correlation-id",
            "visit-7");

    assertThat(emit.code()).isZero();
    assertThat(emit.out()).isEqualTo("order.created order-1: handed to 1 group\n");
    Scene.until(() -> !contexts.isEmpty());
    assertThat(String.valueOf(payloads.peek())).contains("cents=12345678901234567890", "name=Zoë");
    EventContext context = contexts.element();
    assertThat(context.metadata().queue()).isEqualTo(EventQueue.HIGH);
    assertThat(context.metadata().headers()).containsEntry("origin", "desk");
    assertThat(context.metadata().correlationId()).contains("visit-7");
    assertThat(context.metadata().source()).isEqualTo("postbus-cli");
  }

  @Test
  void saysThatARepeatStoresNothingAndThatNobodyTakesIt(Scene scene) {
    JsonNode json = scene.run("emit", "order.created", "{}", "--id", "order-1", "--json").json();
    Run again = scene.run("emit", "order.created", "{}", "--id", "order-1");

    assertThat(json.path("eventId").asString()).isEqualTo("order-1");
    assertThat(json.path("groups").asInt(-1)).isZero();
    assertThat(json.path("duplicate").asBoolean(true)).isFalse();
    assertThat(again.out())
        .isEqualTo(
            "order.created order-1: no group takes it; it waits for the first that subscribes,"
                + " when it was first emitted; nothing more was stored\n");
  }

  @Test
  void readsThePayloadFromTheInputAndDelaysIt(Scene scene) {
    RedissonEventBus shop = scene.bus("shop", "Payments.charge", Scene.accepting());

    Run emit =
        new Run(scene.environment(), false, "{\"orderId\":\n\"A-1\"}")
            .execute("emit", "order.created", "-", "--delay", "2h");

    assertThat(emit.code()).isZero();
    assertThat(shop.admin().delayed("shop", 0, 10))
        .singleElement()
        .extracting(DelayedEvent::payloadJson)
        .isEqualTo("{\"orderId\":\"A-1\"}");
  }

  @Test
  void refusesWhatCannotBeEmittedWithoutEmitting(Scene scene) {
    RedissonEventBus shop = scene.bus("shop", "Payments.charge", Scene.accepting());

    assertThat(scene.run("emit", "order.created", "{oops").err())
        .startsWith("postbus: the payload is no JSON: ");
    assertThat(scene.run("emit", "order.created").err()).contains("JSON");
    assertThat(scene.run("emit", "order..created", "{}").code()).isEqualTo(2);
    assertThat(scene.run("emit", "order.created", "{}", "--attempts", "0").code()).isEqualTo(2);
    assertThat(scene.run("emit", "order.created", "{}", "--delay", "soon").err())
        .contains("\"soon\" is no duration; write for example 500ms, 30s, 5m, 2h or 1d");
    assertThat(scene.run("emit", "order.created", "{}", "--priority", "urgent").err())
        .contains("HIGH", EventPriority.LOW.name());
    assertThat(shop.admin().counts("shop", EventQueue.DEFAULT).emitted()).isZero();
    assertThat(shop.admin().audit(0, 10)).isEmpty();
  }

  @Test
  void listsWhatWasDone(Scene scene) {
    assertThat(scene.run("audit").out()).isEqualTo("Nobody has done anything by hand yet.\n");
    scene.bus("shop").emit("order.created", Map.of());
    scene.run("emit", "order.created", "{}", "--id", "order-1", "--who", "Ada");

    Run audit = scene.run("audit");
    JsonNode json = scene.run("audit", "--json", "--limit", "1").json();

    assertThat(audit.out())
        .containsPattern("^WHEN +WHO +ACTION +TARGET\n")
        .containsPattern("(just now|s ago) +Ada +emit +order.created order-1\n");
    assertThat(json.path("audit").size()).isOne();
    JsonNode entry = json.path("audit").path(0);
    assertThat(entry.path("who").asString()).isEqualTo("Ada");
    assertThat(entry.path("action").asString()).isEqualTo("emit");
    assertThat(entry.path("target").asString()).isEqualTo("order.created order-1");
    assertThat(entry.path("at").isString()).isTrue();
  }
}
