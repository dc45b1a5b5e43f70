package dev.postbus.testkit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClusterRedisTest {

  @Test
  void promotesTheReplicaOfAShardWhenItsPrimaryIsKilledAndTakesItBack() {
    try (ClusterRedis cluster = ClusterRedis.start()) {
      PrivateRedis first = cluster.primaryOf("greeting");
      first.command("SET", "greeting", "hello");
      first.command("WAIT", "1", "1000");

      first.kill();
      PrivateRedis second = cluster.primaryOf("greeting");

      assertThat(second).isNotSameAs(first);
      assertThat(second.command("GET", "greeting")).isEqualTo("hello");
      first.restart();
      cluster.awaitReplicas();
    }
  }
}
