package dev.postbus.testkit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class PrivateRedisTest {

  @Test
  void keepsItsDataOverAKillWhenToldTo() {
    try (PrivateRedis redis =
        PrivateRedis.start("--appendonly", "yes", "--appendfsync", "always")) {
      redis.command("SET", "greeting", "hello");
      RedisEndpoint endpoint = redis.endpoint();
      long pid = redis.pid();

      redis.kill();
      redis.restart();

      assertThat(redis.command("GET", "greeting")).isEqualTo("hello");
      assertThat(redis.endpoint()).isEqualTo(endpoint);
      assertThat(redis.pid()).isNotEqualTo(pid);
    }
  }

  @Test
  void doesNotAnswerBetweenKillAndRestart() {
    try (PrivateRedis redis = PrivateRedis.start()) {
      redis.kill();

      assertThatThrownBy(() -> redis.command("PING")).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void takesOptionsAndCommands() {
    try (PrivateRedis redis = PrivateRedis.start("--maxmemory", "64mb")) {
      assertThat(redis.command("CONFIG", "GET", "maxmemory"))
          .asInstanceOf(InstanceOfAssertFactories.LIST)
          .containsExactly("maxmemory", "67108864");
    }
  }

  @Test
  void saysWhatTheServerSaysWhenItDoesNotStart() {
    assertThatThrownBy(() -> PrivateRedis.start("--maxmemory", "plenty"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("maxmemory");
  }

  @Test
  void showsAnErrorOfRedis() {
    try (PrivateRedis redis = PrivateRedis.start()) {
      assertThatThrownBy(() -> redis.command("NONSENSE"))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("unknown command");
    }
  }

  @Test
  void leavesNeitherProcessNorFilesBehind() {
    PrivateRedis redis = PrivateRedis.start();
    long pid = redis.pid();

    redis.close();
    redis.close();

    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(redis.directory()).doesNotExist();
  }
}
