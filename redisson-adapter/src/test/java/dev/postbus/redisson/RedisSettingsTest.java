package dev.postbus.redisson;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.EmitReceipt;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusException;
import dev.postbus.testkit.redis.PrivateRedis;
import dev.postbus.testkit.redis.RedisEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisSettingsTest {

  @Test
  void emptyEnvironmentIsALocalRedis() {
    RedisSettings settings = RedisSettings.fromEnvironment(Map.of("REDIS_PORT", " ", "X", "y"));

    assertThat(settings.host()).isEqualTo("localhost");
    assertThat(settings.port()).isEqualTo(6379);
    assertThat(settings.username()).isEmpty();
    assertThat(settings.password()).isEmpty();
    assertThat(settings.database()).isZero();
    assertThat(settings.tls()).isFalse();
    assertThat(settings.yamlFile()).isEmpty();
  }

  @Test
  void everyVariableIsRead() {
    RedisSettings settings =
        RedisSettings.fromEnvironment(
            Map.of(
                "REDIS_HOST", "redis.example.org",
                "REDIS_PORT", "6380",
                "REDIS_USERNAME", "app",
                "REDIS_PASSWORD", " sesame ",
                "REDIS_DATABASE", "3",
                "REDIS_TLS", "TRUE"));

    assertThat(settings.host()).isEqualTo("redis.example.org");
    assertThat(settings.port()).isEqualTo(6380);
    assertThat(settings.username()).contains("app");
    assertThat(settings.password()).contains(" sesame ");
    assertThat(settings.database()).isEqualTo(3);
    assertThat(settings.tls()).isTrue();
    assertThat(settings.toString())
        .contains("redis.example.org:6380", "***")
        .doesNotContain("sesame");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "REDIS_PORT | 70000 | REDIS_PORT is \"70000\"; it must be a number from 1 to 65535",
        "REDIS_PORT | six | REDIS_PORT is \"six\"; it must be a number from 1 to 65535",
        "REDIS_DATABASE | -1 | REDIS_DATABASE is \"-1\"; it must be a number from 0 to 2147483647",
        "REDIS_TLS | yes | REDIS_TLS is \"yes\"; it must be true or false",
        "REDIS_HOST | redis://a | REDIS_HOST is \"redis://a\"; it must be a host name or an"
            + " address, such as redis.example.org",
        "REDIS_HOST | redis://app:sesame@a:6379 | REDIS_HOST is \"***@a:6379\"; it must be a host"
            + " name or an address, such as redis.example.org",
        "REDIS_HOST | app:sesame@a | REDIS_HOST is \"***@a\"; it must be a host name or an"
            + " address, such as redis.example.org",
        "REDISSON_CONFIG | /no/such.yaml | REDISSON_CONFIG is \"/no/such.yaml\"; it must be the"
            + " path of a Redisson YAML file that can be read"
      })
  void badValueIsNamedWithWhatIsAccepted(String variable, String value, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisSettings.fromEnvironment(Map.of(variable, value)))
        .withMessage(message);
  }

  @Test
  void builderRefusesBadValues() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisSettings.of(" ", 1))
        .withMessage("host is \" \"; it must not be blank");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisSettings.of("localhost", 0))
        .withMessage("port is 0; it must be 1 to 65535");
    RedisSettings.Builder builder = RedisSettings.builder();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.timeout(Duration.ZERO))
        .withMessage("timeout is PT0S; it must be between 1 ms and 24 days");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.password(""))
        .withMessage("password is empty; leave it out when there is none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.database(-1))
        .withMessage("database is -1; it must be 0 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.yamlFile(Path.of("/no/such.yaml")))
        .withMessageContaining("/no/such.yaml");
  }

  @Test
  void unreachableRedisIsSaidAtOnceAndInOneSentence() throws IOException {
    // Bound and not listening: it refuses connections, and nobody else gets the port.
    try (Socket taken = new Socket()) {
      taken.bind(new InetSocketAddress("127.0.0.1", 0));
      int port = taken.getLocalPort();
      RedisSettings settings = RedisSettings.of("127.0.0.1", port);

      assertThatThrownBy(() -> RedissonEventBus.connect(EventBusConfig.defaults(), settings))
          .isInstanceOf(EventBusException.class)
          .hasMessageStartingWith("no Redis answers at 127.0.0.1:" + port)
          .hasMessageEndingWith(
              "start one there, or set REDIS_HOST and REDIS_PORT to where it runs");
    }
    assertThatThrownBy(
            () ->
                RedissonEventBus.connect(
                    EventBusConfig.defaults(), RedisSettings.of("no-such-host.invalid", 6379)))
        .isInstanceOf(EventBusException.class)
        .hasMessage(
            "there is no host \"no-such-host.invalid\"; set REDIS_HOST to where Redis runs");
  }

  @Test
  void wrongPasswordIsSaidWithoutShowingOne() {
    try (PrivateRedis redis = PrivateRedis.start()) {
      redis.command("CONFIG", "SET", "requirepass", "sesame");
      RedisEndpoint endpoint = redis.endpoint();
      RedisSettings.Builder wrong =
          RedisSettings.builder().host(endpoint.host()).port(endpoint.port());

      assertThatThrownBy(
              () ->
                  RedissonEventBus.connect(
                      EventBusConfig.defaults(), wrong.password("open").build()))
          .isInstanceOf(EventBusException.class)
          .hasMessageContaining("WRONGPASS")
          .hasMessageNotContaining("\"open\"")
          .hasMessageStartingWith(
              "Redis at %s:%d refuses the connection: ", endpoint.host(), endpoint.port())
          .hasMessageEndingWith("check REDIS_USERNAME and REDIS_PASSWORD");

      try (RedissonEventBus bus =
          RedissonEventBus.connect(EventBusConfig.defaults(), wrong.password("sesame").build())) {
        EmitReceipt receipt = bus.emit("order.created", Map.of("n", 1));
        assertThat(receipt.groups()).isZero();
      }
    }
  }

  @Test
  void whatRedisRefusesIsSaidAtOnceWithTheRemedy() {
    try (PrivateRedis redis = PrivateRedis.start("--databases", "2")) {
      RedisEndpoint endpoint = redis.endpoint();
      RedisSettings.Builder settings =
          RedisSettings.builder()
              .host(endpoint.host())
              .port(endpoint.port())
              .connectTimeout(Duration.ofSeconds(1));

      assertThatThrownBy(() -> connect(settings.database(2)))
          .isInstanceOf(EventBusException.class)
          .hasMessageContaining("(database 2) refuses the connection")
          .hasMessageEndingWith(
              "ERR DB index is out of range; set REDIS_DATABASE to a number it has");
      settings.database(1);
      assertThatThrownBy(() -> connect(settings.tls(true)))
          .isInstanceOf(EventBusException.class)
          .hasMessageStartingWith("no TLS with Redis at %s:%d (", endpoint.host(), endpoint.port())
          .hasMessageEndingWith("or leave REDIS_TLS out");
      settings.tls(false);
      redis.command("CONFIG", "SET", "requirepass", "sesame");
      assertThatThrownBy(() -> connect(settings))
          .isInstanceOf(EventBusException.class)
          .hasMessageEndingWith("NOAUTH Authentication required; set REDIS_PASSWORD");
      assertThatThrownBy(() -> connect(settings.password("sesame").username("nobody")))
          .isInstanceOf(EventBusException.class)
          .hasMessageContaining("(user nobody, database 1) refuses the connection")
          .hasMessageContaining("WRONGPASS");
    }
    try (PrivateRedis open = PrivateRedis.start()) {
      RedisEndpoint endpoint = open.endpoint();

      assertThatThrownBy(
              () ->
                  connect(
                      RedisSettings.builder()
                          .host(endpoint.host())
                          .port(endpoint.port())
                          .password("sesame")))
          .isInstanceOf(EventBusException.class)
          .hasMessageNotContaining("sesame")
          .hasMessageEndingWith("leave REDIS_PASSWORD out, or give that Redis a password");
    }
  }

  private static RedissonEventBus connect(RedisSettings.Builder settings) {
    return RedissonEventBus.connect(EventBusConfig.defaults(), settings.build());
  }

  @Test
  void whatIsNullIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedissonEventBus.connect(null, RedisSettings.of("localhost", 1)))
        .withMessage("config is null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedissonEventBus.connect(EventBusConfig.defaults(), null))
        .withMessage("settings is null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedissonEventBus.create(EventBusConfig.defaults(), null))
        .withMessage("client is null");
  }

  @Test
  void yamlFileDecidesTheConnection(@TempDir Path folder) throws IOException {
    try (PrivateRedis redis = PrivateRedis.start()) {
      Path file = folder.resolve("redisson.yaml");
      Files.writeString(
          file,
          """
          singleServerConfig:
            address: "%s"
            connectionMinimumIdleSize: 2
          """
              .formatted(redis.endpoint().address()));
      RedisSettings settings =
          RedisSettings.fromEnvironment(
              Map.of("REDISSON_CONFIG", file.toString(), "REDIS_HOST", "elsewhere.invalid"));

      assertThat(settings.toString()).isEqualTo("RedisSettings[" + file + "]");
      try (RedissonEventBus bus = RedissonEventBus.connect(EventBusConfig.defaults(), settings)) {
        bus.emit("order.created", Map.of("n", 1));
      }
      assertThat(redis.command("HLEN", "{postbus}:unclaimed:events")).isEqualTo(1L);
    }
  }

  @Test
  void yamlFileThatRedissonCannotReadIsNamed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("redisson.yaml");
    Files.writeString(file, "singleServerConfig: [\n  password: sesame");

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                RedissonEventBus.connect(
                    EventBusConfig.defaults(), RedisSettings.builder().yamlFile(file).build()))
        .withMessageStartingWith("Redisson cannot read the configuration \"" + file + "\": ")
        .withMessageNotContaining("sesame");
  }

  @Test
  void propertyThatRedissonDoesNotKnowIsNamed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("redisson.yaml");
    Files.writeString(file, "password: sesame\nsingleServerConfig:\n  adress: redis://here:1\n");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> connect(RedisSettings.builder().yamlFile(file)))
        .withMessageContaining("Cannot create property=adress")
        .withMessageNotContaining("sesame");
  }

  @Test
  void closedBusLeavesNoThreadAndNoConnection() {
    try (PrivateRedis redis = PrivateRedis.start()) {
      RedissonEventBus bus =
          RedissonEventBus.connect(
              EventBusConfig.defaults(),
              RedisSettings.of(redis.endpoint().host(), redis.endpoint().port()));
      bus.subscribe("order.created", (payload, context) -> {});
      bus.start();
      bus.emit("order.created", Map.of("n", 1));

      bus.close();

      // Redis may see the end of a connection later than who ended it.
      eventually(() -> assertThat(clients(redis, "normal").lines()).hasSize(1));
      eventually(() -> assertThat(clients(redis, "pubsub")).isEmpty());
    }
  }

  private static String clients(PrivateRedis redis, String type) {
    return String.valueOf(redis.command("CLIENT", "LIST", "TYPE", type));
  }

  /** The same for the same seed; {@code -Dpostbus.fuzz.seeds=50} tries more. */
  @Test
  void whateverTheEnvironmentHoldsIsTakenOrItsVariableNamedWithoutThePassword() {
    String[] texts = {
      "",
      " ",
      "localhost",
      "6379",
      "-1",
      "99999999999",
      "0x10",
      "true",
      "TRUE ",
      "yes",
      "::1",
      "a@b",
      "redis://u:p@h:1/2",
      "\u0000",
      "\n",
      "${HOME}",
      "/etc",
      "..",
      "no/such/file.yaml",
      "\uD83D",
      "x".repeat(5_000)
    };
    String password = "pass-word-that-nobody-may-see";
    List<String> variables =
        List.of("REDIS_HOST", "REDIS_PORT", "REDIS_USERNAME", "REDIS_DATABASE", "REDIS_TLS");
    for (long seed = 1; seed <= Integer.getInteger("postbus.fuzz.seeds", 2); seed++) {
      Random random = new Random(seed);
      for (int round = 0; round < 2_000; round++) {
        Map<String, String> environment = new HashMap<>(Map.of("REDIS_PASSWORD", password));
        variables.forEach(name -> environment.put(name, texts[random.nextInt(texts.length)]));
        if (random.nextInt(10) == 0) {
          environment.put("REDISSON_CONFIG", texts[random.nextInt(texts.length)]);
        }
        try {
          RedisSettings settings = RedisSettings.fromEnvironment(environment);
          assertThat(settings.toString()).doesNotContain(password);
          assertThat(settings.port()).isBetween(1, 65_535);
        } catch (IllegalArgumentException refused) {
          assertThat(refused.getMessage()).containsPattern("REDIS(SON)?_[A-Z]+ is ");
          assertThat(refused.getMessage()).doesNotContain(password, "u:p@");
        }
      }
    }
  }
}
