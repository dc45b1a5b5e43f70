package dev.postbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.testkit.redis.PrivateRedis;
import dev.postbus.testkit.redis.RedisProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RealRedis.class)
class ConnectionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stats",
        "groups",
        "instances",
        "tail",
        "dead list",
        "dead show x",
        "dead redrive x",
        "dead discard x",
        "delayed list",
        "delayed show x",
        "delayed cancel x",
        "delayed run-now x",
        "pause low",
        "resume low",
        "emit a.b {}",
        "audit",
        "dashboard"
      })
  void saysInOneLineThatNoRedisIsThere(String command) {
    Run run = new Run(Map.of("REDIS_PORT", "1"), false, "").execute(command.split(" "));

    assertThat(run.code()).isOne();
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err())
        .startsWith("postbus: no Redis answers at localhost:1 (")
        .contains("set REDIS_HOST and REDIS_PORT");
  }

  @Test
  void optionsWinOverTheEnvironment(PrivateRedis redis) {
    Map<String, String> elsewhere =
        Map.of("REDIS_PORT", "1", "EVENT_BUS_NAMESPACE", "cli-elsewhere");

    Run run =
        new Run(elsewhere, false, "")
            .execute(
                "--namespace",
                "cli-here",
                "stats",
                "--host",
                redis.endpoint().host(),
                "--port",
                String.valueOf(redis.endpoint().port()));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("cli-here at ");
  }

  @Test
  void asksForThePasswordAndNeverShowsIt() {
    try (PrivateRedis locked = PrivateRedis.start()) {
      locked.command("CONFIG", "SET", "requirepass", "s3cret-word");
      Map<String, String> environment =
          Map.of(
              "REDIS_HOST", locked.endpoint().host(),
              "REDIS_PORT", String.valueOf(locked.endpoint().port()));

      Run without = new Run(environment, false, "").execute("stats");
      Run wrong = new Run(environment, false, "wr0ng-word\n").execute("stats", "--password");
      Run right = new Run(environment, false, "s3cret-word\n").execute("stats", "--password");

      assertThat(without.code()).isOne();
      assertThat(without.err()).contains("NOAUTH").hasLineCount(1);
      assertThat(wrong.code()).isOne();
      assertThat(wrong.err()).contains("WRONGPASS").doesNotContain("wr0ng-word").hasLineCount(1);
      assertThat(right.code()).as(right.err()).isZero();
      assertThat(new Run(environment, false, "").execute("stats", "--password").code())
          .isEqualTo(2);
    }
  }

  @Test
  void takesARedissonFile(PrivateRedis redis, @TempDir Path folder) throws Exception {
    Path yaml = folder.resolve("redisson.yaml");
    Files.writeString(
        yaml,
        "singleServerConfig:\n  address: \"%s\"\n  connectionMinimumIdleSize: 2\n"
            .formatted(redis.endpoint().address()));

    Run run = new Run(Map.of(), false, "").execute("stats", "--config", yaml.toString());
    Run both =
        new Run(Map.of(), false, "")
            .execute("stats", "--config", yaml.toString(), "--host", "localhost");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).contains("--config decides the connection alone");
    assertThat(new Run(Map.of(), false, "").execute("stats", "--config", "nowhere.yaml").err())
        .isEqualTo(
            "postbus: --config is \"nowhere.yaml\"; it must be a Redisson YAML file that can be"
                + " read\n");
  }

  @Test
  void refusesValuesThatCannotBe() {
    assertThat(run("stats", "--port", "70000").err()).contains("--port is 70000");
    assertThat(run("stats", "--port", "x").err()).contains("--port").contains("x");
    assertThat(run("stats", "--namespace", "a b").err()).contains("--namespace is \"a b\"");
    assertThat(run("stats", "--database", "-1").err()).contains("--database is -1");
    assertThat(run("stats", "--who", " ").err()).contains("--who is blank");
    assertThat(new Run(Map.of("REDIS_PORT", "x"), false, "").execute("stats").err())
        .contains("REDIS_PORT is \"x\"");
    assertThat(new Run(Map.of("EVENT_BUS_NAMESPACE", "a b"), false, "").execute("stats").code())
        .isEqualTo(2);
    assertThat(run("stats", "--namespace", "a b").code()).isEqualTo(2);
  }

  @Test
  void givesUpOnARedisThatIsStuck(PrivateRedis redis) {
    try (RedisProxy stuck = RedisProxy.to(redis.endpoint())) {
      stuck.freeze();

      Run run = run("stats", "--port", String.valueOf(stuck.endpoint().port()));

      assertThat(run.code()).isOne();
      assertThat(run.err()).startsWith("postbus: ").hasLineCount(1);
    }
  }

  private static Run run(String... arguments) {
    return new Run(Map.of(), false, "").execute(arguments);
  }
}
