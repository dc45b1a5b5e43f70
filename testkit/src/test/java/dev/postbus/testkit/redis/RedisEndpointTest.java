package dev.postbus.testkit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisEndpointTest {

  @Test
  void readsEveryPartOfTheUrl() {
    RedisEndpoint endpoint = RedisEndpoint.parse("rediss://me:se%40cr+et@example.org:7000/3");

    assertThat(endpoint)
        .isEqualTo(
            new RedisEndpoint(
                "example.org", 7000, true, Optional.of("me"), Optional.of("se@cr+et"), 3));
  }

  @Test
  void takesDefaultsForWhatIsAbsent() {
    assertThat(RedisEndpoint.parse("redis://localhost"))
        .isEqualTo(RedisEndpoint.of("localhost", 6379));
  }

  @Test
  void readsAPasswordWithoutUser() {
    RedisEndpoint endpoint = RedisEndpoint.parse("redis://:secret@localhost:6380");

    assertThat(endpoint.username()).isEmpty();
    assertThat(endpoint.password()).contains("secret");
  }

  @Test
  void neverShowsThePassword() {
    assertThat(RedisEndpoint.parse("redis://me:secret@localhost/2"))
        .hasToString("redis://localhost:6379/2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost:6379", "http://localhost", "redis://:secret@", "redis://:secret@h/x"})
  void refusesWhatIsNoRedisUrlWithoutShowingIt(String url) {
    assertThatThrownBy(() -> RedisEndpoint.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("redis://[[user]:password@]host[:port][/database]")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }
}
