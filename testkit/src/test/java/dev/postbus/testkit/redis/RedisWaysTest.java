package dev.postbus.testkit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.testkit.redis.RedisServer.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisWaysTest {

  private final Map<Kind, RedisWays.Way> ways = new EnumMap<>(Kind.class);
  private final List<String> announced = new ArrayList<>();

  private void works(Kind kind) {
    ways.put(kind, () -> new RedisServer(kind, RedisEndpoint.of("localhost", 1), () -> {}));
  }

  private void refuses(Kind kind, String why) {
    ways.put(
        kind,
        () -> {
          throw new IOException(why);
        });
  }

  private RedisWaysTest() {
    for (Kind kind : Kind.values()) {
      works(kind);
    }
  }

  @Test
  void prefersAContainer() {
    assertThat(new RedisWays(ways, announced::add).open(null).kind()).isEqualTo(Kind.CONTAINER);
  }

  @Test
  void takesTheProgramOnThePathWithoutDocker() {
    refuses(Kind.CONTAINER, "no Docker engine answers");

    assertThat(new RedisWays(ways, announced::add).open(null).kind()).isEqualTo(Kind.PATH);
  }

  @Test
  void takesTheEmbeddedBinaryAtLast() {
    refuses(Kind.CONTAINER, "no Docker engine answers");
    refuses(Kind.PATH, "no redis-server on the PATH");

    assertThat(new RedisWays(ways, announced::add).open(null).kind()).isEqualTo(Kind.EMBEDDED);
    assertThat(announced)
        .containsExactly(
            "Redis for tests: embedded binary at redis://localhost:1"
                + " (no Docker engine answers; no redis-server on the PATH)");
  }

  @Test
  void takesTheForcedWayAndNoOther() {
    refuses(Kind.URL, "REDIS_URL names redis://far:6379, which does not answer");

    assertThat(new RedisWays(ways, announced::add).open("embedded").kind())
        .isEqualTo(Kind.EMBEDDED);
    assertThatThrownBy(() -> new RedisWays(ways, announced::add).open("url"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("redis://far:6379");
  }

  @Test
  void saysWhyEachWayFailed() {
    refuses(Kind.CONTAINER, "no Docker engine answers");
    refuses(Kind.PATH, "no redis-server on the PATH");
    refuses(Kind.EMBEDDED, "no binary for this machine");

    assertThatThrownBy(() -> new RedisWays(ways, announced::add).open(null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            "no Docker engine answers",
            "no redis-server on the PATH",
            "no binary for this machine",
            "REDIS_URL");
  }

  @Test
  void refusesAnUnknownWay() {
    assertThatThrownBy(() -> new RedisWays(ways, announced::add).open("valkey"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("POSTBUS_TEST_REDIS is \"valkey\"; use one of url, container, path, embedded");
  }
}
