package dev.postbus.redisson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EmitOptions;
import dev.postbus.EventBusConfig;
import dev.postbus.redisson.Finding.Status;
import dev.postbus.testkit.redis.PrivateRedis;
import dev.postbus.testkit.redis.RedisEndpoint;
import dev.postbus.testkit.redis.RedisServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisDoctorTest {

  /** What no doctor needs to try: the connection itself proves it, or it is a bus's own choice. */
  private static final Set<String> NOT_TRIED =
      Set.of("@all", "select", "eval", "evalsha", "script|load", "unsubscribe", "wait");

  private final EventBusConfig config =
      EventBusConfig.builder().namespace("doctor-" + UUID.randomUUID()).unclaimedLimit(10).build();

  private static RedisSettings settings(RedisEndpoint endpoint) {
    RedisSettings.Builder builder =
        RedisSettings.builder()
            .host(endpoint.host())
            .port(endpoint.port())
            .database(endpoint.database())
            .tls(endpoint.tls());
    endpoint.username().ifPresent(builder::username);
    endpoint.password().ifPresent(builder::password);
    return builder.build();
  }

  private static Map<String, Finding> byCheck(List<Finding> findings) {
    return findings.stream().collect(Collectors.toMap(Finding::check, finding -> finding));
  }

  private static String[] documentedUser(String namespace) throws IOException {
    String line =
        Files.readAllLines(Path.of("..", "docs", "operations.md")).stream()
            .filter(each -> each.startsWith("ACL SETUSER "))
            .findFirst()
            .orElseThrow();
    return line.replace("{postbus}", "{" + namespace + "}").split(" ");
  }

  private RedisSettings asUser(PrivateRedis redis) {
    return RedisSettings.builder()
        .host(redis.endpoint().host())
        .port(redis.endpoint().port())
        .username("postbus")
        .password("secret")
        .build();
  }

  @Test
  void everyCheckHasOneFindingAndNothingStaysBehind() {
    List<Finding> findings = RedisDoctor.examine(config, settings(RedisServer.shared().endpoint()));

    assertThat(findings)
        .extracting(Finding::check)
        .containsExactly(
            "connection",
            "version",
            "role",
            "persistence",
            "eviction",
            "memory",
            "clients",
            "clock",
            "permissions",
            "unclaimed");
    assertThat(byCheck(findings).get("permissions").status()).isEqualTo(Status.OK);
    assertThat(byCheck(findings).get("unclaimed").text()).isEqualTo("every event has a group");
    assertThat(TestRedis.client().getKeys().deleteByPattern("*{" + config.namespace() + "}*"))
        .isZero();
  }

  @Test
  void redisThatIsAwayIsTheOnlyFinding() throws IOException {
    // Bound and not listening: it refuses connections, and nobody else gets the port.
    try (Socket taken = new Socket()) {
      taken.bind(new InetSocketAddress("127.0.0.1", 0));

      List<Finding> findings =
          RedisDoctor.examine(config, RedisSettings.of("127.0.0.1", taken.getLocalPort()));

      assertThat(findings).hasSize(1);
      assertThat(findings.get(0).status()).isEqualTo(Status.FAIL);
      assertThat(findings.get(0).text()).startsWith("no Redis answers at 127.0.0.1");
      assertThat(findings.get(0).advice()).startsWith("start one there");
    }
  }

  @Test
  void settingsThatCanCostEventsAreFound() {
    try (PrivateRedis redis =
        PrivateRedis.start("--maxmemory", "500mb", "--maxmemory-policy", "allkeys-lru")) {
      Map<String, Finding> findings =
          byCheck(RedisDoctor.examine(config, settings(redis.endpoint())));

      assertThat(findings.get("eviction").status()).isEqualTo(Status.FAIL);
      assertThat(findings.get("persistence").status()).isEqualTo(Status.WARN);
      assertThat(findings.get("memory").status()).isEqualTo(Status.OK);
    }
  }

  @Test
  void replicaIsFoundAndStillExamined() {
    try (PrivateRedis primary = PrivateRedis.start();
        PrivateRedis replica = PrivateRedis.start()) {
      replica.command("REPLICAOF", "127.0.0.1", String.valueOf(primary.endpoint().port()));
      Map<String, Finding> findings =
          byCheck(RedisDoctor.examine(config, settings(replica.endpoint())));

      assertThat(findings.get("role").status()).isEqualTo(Status.FAIL);
      assertThat(findings.get("role").advice()).contains("127.0.0.1:" + primary.endpoint().port());
      assertThat(findings.get("permissions").status()).isEqualTo(Status.OK);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, OK", "5, OK", "-5, OK", "5000, WARN", "-5000, WARN"})
  void clocksMayDifferByLittleOnly(long millis, Status status) {
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofMillis(millis));

    Finding finding =
        byCheck(RedisDoctor.examine(config, settings(RedisServer.shared().endpoint()), clock))
            .get("clock");

    assertThat(finding.status()).isEqualTo(status);
    if (status == Status.WARN) {
      assertThat(finding.text()).contains(millis > 0 ? "ahead of" : "behind");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, WARN, 1 event without a group (limit 10)",
    "8, FAIL, 8 events without a group (limit 10)"
  })
  void eventsWithoutAGroupAreCounted(int events, Status status, String text) {
    RedisSettings settings = settings(RedisServer.shared().endpoint());
    try (RedissonEventBus bus = RedissonEventBus.connect(config, settings)) {
      bus.emitAll("nobody.cares", java.util.Collections.nCopies(events, 1), EmitOptions.none());
    }

    Finding finding = byCheck(RedisDoctor.examine(config, settings)).get("unclaimed");

    assertThat(finding.status()).isEqualTo(status);
    assertThat(finding.text()).isEqualTo(text);
    TestRedis.client().getKeys().deleteByPattern("*{" + config.namespace() + "}*");
  }

  @Test
  void documentedUserMayDoEverything() throws IOException {
    try (PrivateRedis redis = PrivateRedis.start()) {
      redis.command(documentedUser(config.namespace()));

      Map<String, Finding> findings = byCheck(RedisDoctor.examine(config, asUser(redis)));

      assertThat(findings.get("permissions"))
          .isEqualTo(Finding.ok("permissions", "this user may do all that Postbus does"));
    }
  }

  /** Whoever adds a command to the line in the docs adds it to doctor.lua, and the other way. */
  @Test
  void everyDocumentedCommandIsTriedAndMissedWhenItIsRefused() throws IOException {
    String[] words = documentedUser(config.namespace());
    Set<String> documented =
        Arrays.stream(words)
            .filter(word -> word.startsWith("+"))
            .map(word -> word.substring(1))
            .filter(command -> !NOT_TRIED.contains(command))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> needed = Set.of("eval", "evalsha", "script|load", "ping", "info", "time");
    String[] without =
        Arrays.stream(words)
            .filter(word -> !word.startsWith("+") || needed.contains(word.substring(1)))
            .filter(word -> !word.startsWith("&"))
            .toArray(String[]::new);
    try (PrivateRedis redis = PrivateRedis.start()) {
      redis.command(without);

      Finding finding = byCheck(RedisDoctor.examine(config, asUser(redis))).get("permissions");

      assertThat(finding.status()).isEqualTo(Status.FAIL);
      Set<String> refused = new TreeSet<>(Set.of(finding.text().split(": ", 2)[1].split(", ")));
      documented.removeAll(needed);
      documented.remove("publish");
      refused.removeIf(each -> each.contains(" "));
      assertThat(refused).isEqualTo(documented);
      assertThat(finding.text())
          .contains("publish to redisson_delay_queue_channel:{" + config.namespace() + "}:*");
    }
  }

  @Test
  void userWhoMayNotRunScriptsIsTold() {
    try (PrivateRedis redis = PrivateRedis.start()) {
      redis.command(
          "ACL", "SETUSER", "postbus", "on", ">secret", "~*", "&*", "+@all", "-eval", "-evalsha");

      Map<String, Finding> findings = byCheck(RedisDoctor.examine(config, asUser(redis)));

      assertThat(findings.get("permissions").status()).isEqualTo(Status.FAIL);
      assertThat(findings.get("permissions").text()).contains("evalsha");
      assertThat(findings).doesNotContainKey("version");
    }
  }
}
