package dev.postbus.testkit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisProxyTest {

  private final PrivateRedis redis = PrivateRedis.start();
  private final RedisProxy proxy = RedisProxy.to(redis.endpoint());
  private RedisCommands connection;

  RedisProxyTest() throws IOException {
    connection = RedisCommands.connect(proxy.endpoint());
  }

  @BeforeEach
  void answers() throws IOException {
    assertThat(connection.call("PING")).isEqualTo("PONG");
  }

  @AfterEach
  void close() throws IOException {
    connection.close();
    proxy.close();
    redis.close();
  }

  private CompletableFuture<@Nullable Object> callLater(String... command) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return connection.call(command);
          } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
          }
        });
  }

  @Test
  void holdsEverythingBackWhileFrozen() {
    proxy.freeze();
    CompletableFuture<@Nullable Object> answer = callLater("INCR", "counter");

    Awaitility.await()
        .during(100, TimeUnit.MILLISECONDS)
        .until(() -> redis.command("GET", "counter") == null && !answer.isDone());
    proxy.thaw();

    assertThat(answer.join()).isEqualTo(1L);
  }

  @Test
  void losesTheAnswerToACommandThatWasDone() throws IOException {
    proxy.loseNextAnswerTo("INCR");

    assertThat(connection.call("PING")).isEqualTo("PONG");
    assertThatIOException().isThrownBy(() -> connection.call("INCR", "counter"));
    assertThat(redis.command("GET", "counter")).isEqualTo("1");

    connection = RedisCommands.connect(proxy.endpoint());
    assertThat(connection.call("INCR", "counter")).isEqualTo(2L);
  }

  @Test
  void swallowsAnswersOfConnectionsThatSeemToStand() {
    proxy.swallowAnswers();
    CompletableFuture<@Nullable Object> answer = callLater("INCR", "counter");

    Awaitility.await().until(() -> proxy.swallowedBytes() > 0);
    assertThat(redis.command("GET", "counter")).isEqualTo("1");
    Awaitility.await().during(100, TimeUnit.MILLISECONDS).until(() -> !answer.isDone());
    proxy.thaw();

    assertThat(answer).failsWithin(10, TimeUnit.SECONDS);
  }

  @Test
  void delaysBothWays() throws IOException {
    proxy.delay(Duration.ofMillis(60));
    long before = System.nanoTime();
    assertThat(connection.call("PING")).isEqualTo("PONG");

    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isGreaterThanOrEqualTo(Duration.ofMillis(120));
    proxy.thaw();
    assertThat(connection.call("PING")).isEqualTo("PONG");
  }

  @Test
  void breaksConnectionsAndTakesNewOnes() throws IOException {
    proxy.breakConnections();

    assertThatIOException().isThrownBy(() -> connection.call("PING"));
    connection = RedisCommands.connect(proxy.endpoint());
    assertThat(connection.call("PING")).isEqualTo("PONG");
  }

  @Test
  void takesNoConnectionsOnceCut() {
    proxy.cut();

    assertThatIOException().isThrownBy(() -> connection.call("PING"));
    assertThatIOException().isThrownBy(() -> RedisCommands.connect(proxy.endpoint()));
  }

  @Test
  void keepsBackWhatAConnectionAnswersFromACommandOn() throws IOException {
    proxy.muteConnectionsThatSend("INCR");

    assertThat(connection.call("PING")).isEqualTo("PONG");
    CompletableFuture<@Nullable Object> answer = callLater("INCR", "counter");
    Awaitility.await().until(() -> "1".equals(redis.command("GET", "counter")));
    Awaitility.await().during(100, TimeUnit.MILLISECONDS).until(() -> !answer.isDone());

    connection = RedisCommands.connect(proxy.endpoint());
    assertThat(connection.call("PING")).as("another connection").isEqualTo("PONG");
    proxy.muteConnectionsThatSend(null);
    assertThat(connection.call("INCR", "counter")).isEqualTo(2L);
  }

  @Test
  void keepsBackWhatTheConnectionsThereAreAnswer() throws IOException {
    proxy.muteConnections();

    CompletableFuture<@Nullable Object> answer = callLater("INCR", "counter");
    Awaitility.await().until(() -> "1".equals(redis.command("GET", "counter")));
    assertThat(answer).isNotDone();
    try (RedisCommands other = RedisCommands.connect(proxy.endpoint())) {
      assertThat(other.call("INCR", "counter")).isEqualTo(2L);
    }
  }
}
