package dev.postbus.testkit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class RedisServerTest {

  @Test
  void sharesOneRedisThatAnswers() throws IOException {
    RedisServer server = RedisServer.shared();

    try (RedisCommands commands = RedisCommands.connect(server.endpoint())) {
      assertThat(commands.call("PING")).isEqualTo("PONG");
    }
    assertThat(RedisServer.shared()).isSameAs(server);
  }
}
