package dev.postbus.testkit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SentinelRedisTest {

  @Test
  void promotesAReplicaWhenThePrimaryIsKilled() {
    List<Long> pids;
    try (SentinelRedis redis = SentinelRedis.start(2)) {
      pids = redis.nodes().stream().map(PrivateRedis::pid).toList();
      PrivateRedis first = redis.primary();
      first.command("SET", "greeting", "hello");
      first.command("WAIT", "2", "1000");

      first.kill();
      PrivateRedis second = redis.primary();

      assertThat(second).isNotSameAs(first);
      assertThat(second.command("GET", "greeting")).isEqualTo("hello");
      redis.awaitReplicas(1);
    }
    assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
  }
}
