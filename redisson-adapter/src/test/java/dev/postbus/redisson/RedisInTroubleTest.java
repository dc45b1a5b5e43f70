package dev.postbus.redisson;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static dev.postbus.testkit.contract.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.Backoff;
import dev.postbus.BusHealth;
import dev.postbus.EmitException;
import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusException;
import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.engine.EngineSettings;
import dev.postbus.engine.EngineTime;
import dev.postbus.testkit.contract.Behaviour;
import dev.postbus.testkit.contract.Inbox;
import dev.postbus.testkit.contract.Ping;
import dev.postbus.testkit.redis.PrivateRedis;
import dev.postbus.testkit.redis.RedisEndpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;

/**
 * A Redis that answers, and refuses: each trouble is told in one clear message, loses nothing, and
 * work goes on when it ends.
 */
class RedisInTroubleTest {

  /** Until Redisson has given up repeating and the loop asks again. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String USER = "worker";

  private final PrivateRedis redis = PrivateRedis.start();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Console console = new Console();

  @AfterEach
  void close() throws Exception {
    console.close();
    for (AutoCloseable open : opened) {
      open.close();
    }
    redis.close();
  }

  private RedisEndpoint endpoint() {
    return redis.endpoint();
  }

  private RedisEndpoint as(String user, String password) {
    RedisEndpoint plain = endpoint();
    return new RedisEndpoint(
        plain.host(), plain.port(), false, Optional.of(user), Optional.of(password), 0);
  }

  /** Its client gives up soon, so that what Redis says is heard soon. */
  private EventBus started(RedisEndpoint endpoint) {
    Config config = new Config();
    config
        .useSingleServer()
        .setTimeout(500)
        .setRetryAttempts(2)
        .setRetryDelay(new ConstantDelay(Duration.ofMillis(100)))
        .setReconnectionDelay(new ConstantDelay(Duration.ofMillis(100)));
    RedissonClient client = TestRedis.connect(endpoint, config);
    EventBus bus =
        RedissonEventBus.create(
            EventBusConfig.builder()
                .group("g")
                .backoff(Backoff.none())
                .leaseTimeout(Duration.ofSeconds(3))
                .build(),
            client,
            EngineSettings.defaults()
                .withGuardPeriod(Duration.ofSeconds(1))
                .withEmitTimeout(Duration.ofSeconds(3)),
            EngineTime.system("trouble"));
    opened.add(bus);
    opened.add(() -> client.shutdown(0, 1, TimeUnit.SECONDS));
    bus.start();
    return bus;
  }

  private static QueueCounts counts(EventBus bus) {
    return bus.admin().counts("g", EventQueue.DEFAULT);
  }

  @Test
  @Behaviour(63)
  void fullRedisRefusesEmitsAndLosesNothing() {
    EventBus bus = started(endpoint());
    CountDownLatch gate = new CountDownLatch(1);
    Inbox<Ping> inbox =
        Inbox.of(
            (ping, context) -> {
              gate.await();
              if (context.attempt() == 1) {
                throw new IllegalStateException("once");
              }
            });
    bus.subscribe(Ping.class, inbox);
    bus.emitAll(Ping.upTo(20));
    bus.emit(new Ping(21), EmitOptions.builder().delay(Duration.ofMillis(300)).build());
    redis.command("CONFIG", "SET", "maxmemory", "1");

    assertThatThrownBy(() -> bus.emit(new Ping(22)))
        .isInstanceOf(EmitException.class)
        .hasMessageContaining("maxmemory")
        .hasMessageContaining("drain the queues");
    gate.countDown();

    eventually(() -> assertThat(counts(bus).handled()).isEqualTo(21));
    assertThat(inbox.calls()).hasSize(42);
    eventually(() -> assertThat(bus.health().status()).isEqualTo(BusHealth.Status.UP));

    redis.command("CONFIG", "SET", "maxmemory", "0");
    bus.emit(new Ping(23));
    eventually(() -> assertThat(counts(bus).handled()).isEqualTo(22));
  }

  @Test
  void replicaIsNamedAndWorkGoesOnWhenItIsPrimary() {
    EventBus bus = started(endpoint());
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    bus.emit(new Ping(1));
    inbox.awaitCall(1);
    // Nobody is there: it keeps what it has, and takes no more.
    redis.command("REPLICAOF", "127.0.0.1", "1");

    assertThatThrownBy(() -> bus.emit(new Ping(2))).isInstanceOf(EmitException.class);
    within(
        PATIENCE,
        () -> {
          BusHealth health = bus.health();
          assertThat(health.status()).isEqualTo(BusHealth.Status.DOWN);
          assertThat(health.reasons().get(0)).contains("READONLY", "this is a replica");
        });
    redis.command("REPLICAOF", "NO", "ONE");

    within(PATIENCE, () -> assertThat(bus.health().status()).isEqualTo(BusHealth.Status.UP));
    bus.emit(new Ping(3));
    within(PATIENCE, () -> assertThat(inbox.payloads()).contains(new Ping(3)));
    eventually(() -> assertThat(counts(bus).inFlight()).isZero());
  }

  @Test
  void commandThatTheUserMayNotUseIsNamedAndWorkGoesOnWhenItMay() {
    redis.command("ACL", "SETUSER", USER, "on", ">secret", "~*", "&*", "+@all");
    EventBus bus = started(as(USER, "secret"));
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    bus.emit(new Ping(1));
    inbox.awaitCall(1);
    redis.command("ACL", "SETUSER", USER, "-evalsha");

    assertThatThrownBy(() -> bus.emit(new Ping(2)))
        .isInstanceOf(EmitException.class)
        .hasMessageContaining("NOPERM")
        .hasMessageContaining("evalsha")
        .hasMessageContaining("docs/operations.md")
        .hasMessageNotContaining("secret");
    within(
        PATIENCE,
        () -> assertThat(bus.health().reasons()).anyMatch(reason -> reason.contains("evalsha")));
    redis.command("ACL", "SETUSER", USER, "+evalsha");

    bus.emit(new Ping(3));
    within(PATIENCE, () -> assertThat(inbox.payloads()).contains(new Ping(3)));
    within(PATIENCE, () -> assertThat(bus.health().status()).isEqualTo(BusHealth.Status.UP));
  }

  @Test
  void keysThatTheUserMayNotTouchAreToldAtTheStart() {
    redis.command("ACL", "SETUSER", USER, "on", ">secret", "~other:*", "&*", "+@all");

    assertThatThrownBy(
            () -> {
              EventBus bus = started(as(USER, "secret"));
              bus.subscribe(Ping.class, Inbox.accepting());
            })
        .isInstanceOf(EventBusException.class)
        .hasMessageContaining("NOPERM")
        .hasMessageContaining("keys")
        .hasMessageContaining("docs/operations.md");
  }

  @Test
  void protectedModeIsToldWithTheRemedy() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread answering = new Thread(() -> deny(server), "protected-redis");
      answering.start();

      assertThatThrownBy(
              () ->
                  RedisClients.connect(
                      RedisSettings.of(
                          server.getInetAddress().getHostAddress(), server.getLocalPort())))
          .isInstanceOf(EventBusException.class)
          .hasMessageContaining("DENIED Redis is running in protected mode")
          .hasMessageContaining("set a password there and REDIS_PASSWORD here");
    }
  }

  /** Says what Redis says to strangers, word for word in its beginning. */
  private static void deny(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket client = server.accept();
          OutputStream out = client.getOutputStream()) {
        out.write(
            ("-DENIED Redis is running in protected mode because protected mode is enabled and no"
                    + " password is set for the default user. In this mode connections are only"
                    + " accepted from the loopback interface.\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        client.shutdownOutput();
        client.getInputStream().readAllBytes();
      } catch (IOException ended) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(ended);
        }
      }
    }
  }

  @Test
  void policyThatMayDropEventsAndMissingPersistenceAreToldAtTheStart() {
    redis.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");

    started(endpoint());

    assertThat(console.ours("WARN"))
        .singleElement()
        .asString()
        .contains("maxmemory-policy", "allkeys-lru", "set it to noeviction");
    assertThat(console.ours("INFO")).anyMatch(line -> line.contains("no append-only file"));
  }

  @Test
  void outageIsToldOnceAndItsEndOnce() {
    EventBus bus = started(endpoint());
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    bus.emit(new Ping(1));
    inbox.awaitCall(1);

    redis.kill();
    eventually(() -> assertThat(bus.health().status()).isEqualTo(BusHealth.Status.DOWN));
    assertThatThrownBy(() -> bus.emit(new Ping(2))).isInstanceOf(EmitException.class);
    redis.restart();
    within(PATIENCE, () -> assertThat(bus.health().status()).isEqualTo(BusHealth.Status.UP));
    bus.emit(new Ping(3));
    within(PATIENCE, () -> assertThat(inbox.payloads()).contains(new Ping(3)));

    assertThat(console.ours("WARN").stream().filter(line -> line.contains("does not do its work")))
        .hasSize(1);
    assertThat(console.ours("INFO").stream().filter(line -> line.contains("does its work again")))
        .hasSize(1);
    assertThat(console.ours("ERROR")).isEmpty();
  }
}
