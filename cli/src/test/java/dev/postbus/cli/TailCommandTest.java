package dev.postbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.redisson.RedissonEventBus;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(RealRedis.class)
class TailCommandTest {

  /** Instances learn within a second or so that somebody looks on. */
  private static void emitUntilItEnds(RedissonEventBus bus, Run tail, Thread running)
      throws InterruptedException {
    Scene.until(() -> tail.err().contains("Waiting"));
    Scene.until(
        () -> {
          bus.emit("order.created", Map.of("orderId", "A-1"), Scene.id("order-" + bus.hashCode()));
          bus.emit("order.created", Map.of("orderId", "A-1"));
          return !running.isAlive();
        });
    running.join();
  }

  @Test
  void showsWhatIsHandled(Scene scene) throws InterruptedException {
    RedissonEventBus shop = scene.bus("shop", "Payments.charge", Scene.accepting());
    Run tail = new Run(scene.environment(), false, "");

    emitUntilItEnds(shop, tail, tail.start("tail", "--count", "2"));

    assertThat(tail.code()).isZero();
    assertThat(tail.out().lines())
        .hasSize(2)
        .allMatch(
            line ->
                line.matches(
                    "\\d\\d:\\d\\d:\\d\\d\\.\\d{3} handled order\\.created shop Payments\\.charge"
                        + " #1 [\\d.]+ ms \\S+ \\{\"orderId\":\"A-1\"}"));
  }

  @Test
  void writesWhatMatchesLineByLine(Scene scene) throws InterruptedException {
    scene.bus("mailer", "Mailer.confirm", Scene.accepting());
    RedissonEventBus shop = scene.bus("shop", "Payments.charge", Scene.refusing());
    Run tail = new Run(scene.environment(), false, "");

    emitUntilItEnds(
        shop,
        tail,
        tail.start("tail", "order.*", "-g", "shop", "--outcome", "dead", "--count", "2", "--json"));

    assertThat(tail.code()).isZero();
    assertThat(tail.out().lines()).hasSize(2);
    JsonNode event = Json.read(tail.out().lines().findFirst().orElseThrow());
    assertThat(event.path("event").asString()).isEqualTo("order.created");
    assertThat(event.path("group").asString()).isEqualTo("shop");
    assertThat(event.path("handler").asString()).isEqualTo("Payments.charge");
    assertThat(event.path("outcome").asString()).isEqualTo("dead");
    assertThat(event.path("attempt").asInt()).isOne();
    assertThat(event.path("payload").path("orderId").asString()).isEqualTo("A-1");
    assertThat(event.path("tookMillis").isNumber()).isTrue();
  }

  @Test
  void refusesABadPatternAndAnUnknownGroup(Scene scene) {
    assertThat(scene.run("tail", "order..x").code()).isEqualTo(2);
    assertThat(scene.run("tail", "--count", "0").code()).isEqualTo(2);
    assertThat(scene.run("tail", "--outcome", "lost").code()).isEqualTo(2);
    Run unknown = scene.run("tail", "--group", "nope");
    assertThat(unknown.code()).isOne();
    assertThat(unknown.err()).contains("there is no group \"nope\"");
  }
}
