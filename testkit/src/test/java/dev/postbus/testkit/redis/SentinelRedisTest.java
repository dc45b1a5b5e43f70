package dev.postbus.testkit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SentinelRedisTest {

  @Test
  void promotesAReplicaWhenThePrimaryIsKilled() throws IOException {
    List<Long> pids;
    try (SentinelRedis redis = SentinelRedis.start(2)) {
      pids = redis.nodes().stream().map(PrivateRedis::pid).toList();
      PrivateRedis first = redis.primary();
      try (RedisCommands connection = RedisCommands.connect(first.endpoint())) {
        connection.call("SET", "greeting", "hello");
        // Redis waits for what was written on the same connection only.
        Awaitility.await()
            .atMost(30, TimeUnit.SECONDS)
            .until(() -> connection.call("WAIT", "2", "1000"), Long.valueOf(2)::equals);
      }

      first.kill();
      PrivateRedis second = redis.primary();

      assertThat(second).isNotSameAs(first);
      assertThat(second.command("GET", "greeting")).isEqualTo("hello");
      redis.awaitReplicas(1);
    }
    assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
  }
}
