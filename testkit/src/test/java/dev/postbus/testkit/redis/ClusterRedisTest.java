package dev.postbus.testkit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ClusterRedisTest {

  @Test
  void promotesTheReplicaOfAShardWhenItsPrimaryIsKilledAndTakesItBack() throws IOException {
    try (ClusterRedis cluster = ClusterRedis.start()) {
      PrivateRedis first = cluster.primaryOf("greeting");
      try (RedisCommands connection = RedisCommands.connect(first.endpoint())) {
        connection.call("SET", "greeting", "hello");
        // Redis waits for what was written on the same connection only.
        Awaitility.await()
            .atMost(30, TimeUnit.SECONDS)
            .until(() -> connection.call("WAIT", "1", "1000"), Long.valueOf(1)::equals);
      }

      first.kill();
      PrivateRedis second = cluster.primaryOf("greeting");

      assertThat(second).isNotSameAs(first);
      assertThat(second.command("GET", "greeting")).isEqualTo("hello");
      first.restart();
      cluster.awaitReplicas();
    }
  }
}
