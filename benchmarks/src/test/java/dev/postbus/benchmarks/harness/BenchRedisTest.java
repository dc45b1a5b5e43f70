package dev.postbus.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BenchRedisTest {

  @Test
  void takesOptionsFromTheEnvironmentBesideItsOwn() {
    try (BenchRedis redis = BenchRedis.start()) {
      // BENCH_REDIS_OPTIONS of the tests, in this module's pom.xml.
      assertThat(redis.command("CONFIG", "GET", "auto-aof-rewrite-min-size").toString())
          .contains("1073741824");
      assertThat(redis.command("CONFIG", "GET", "appendonly").toString()).contains("yes");
    }
  }
}
