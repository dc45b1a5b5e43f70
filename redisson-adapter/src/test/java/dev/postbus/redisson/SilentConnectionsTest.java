package dev.postbus.redisson;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static dev.postbus.testkit.contract.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.BusHealth;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import dev.postbus.engine.EngineSettings;
import dev.postbus.engine.EngineTime;
import dev.postbus.testkit.contract.Inbox;
import dev.postbus.testkit.contract.Ping;
import dev.postbus.testkit.redis.PrivateRedis;
import dev.postbus.testkit.redis.RedisEndpoint;
import dev.postbus.testkit.redis.RedisProxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;

/**
 * Connections that stand and whose answers never come: the bus must notice by itself, since nothing
 * fails.
 */
class SilentConnectionsTest {

  private static final Duration GUARD = Duration.ofSeconds(1);

  /** It takes seconds; a bus that does not notice would stay silent for ever. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final PrivateRedis redis = PrivateRedis.start();
  private final RedisProxy proxy = RedisProxy.to(redis.endpoint());
  private final RedissonClient direct = client(redis.endpoint(), Duration.ofSeconds(3));
  private final EventBusConfig config =
      EventBusConfig.builder().group("deaf").leaseTimeout(Duration.ofSeconds(3)).build();
  private final EventBus emitter = bus(direct);
  private final Inbox<Ping> inbox = Inbox.accepting();
  private RedissonClient client = direct;
  private EventBus bus = emitter;

  private void start(Duration timeout) {
    client = client(proxy.endpoint(), timeout);
    bus = bus(client);
    bus.subscribe(Ping.class, inbox);
    bus.start();
  }

  /** As of a bus that makes its own. */
  private static RedissonClient client(RedisEndpoint endpoint, Duration timeout) {
    return RedisClients.connect(
        RedisSettings.builder()
            .host(endpoint.host())
            .port(endpoint.port())
            .timeout(timeout)
            .build());
  }

  private EventBus bus(RedissonClient through) {
    return RedissonEventBus.create(
        config,
        through,
        EngineSettings.defaults().withGuardPeriod(GUARD),
        EngineTime.system("silent-connections"));
  }

  @AfterEach
  void close() {
    emitter.close();
    proxy.muteConnectionsThatSend(null);
    bus.close();
    client.shutdown(0, 1, TimeUnit.SECONDS);
    direct.shutdown(0, 1, TimeUnit.SECONDS);
    proxy.close();
    redis.close();
  }

  @Test
  void eventsAreHandledThoughNoWaitForThemIsEverAnswered() {
    proxy.muteConnectionsThatSend("BLPOP");
    start(Duration.ofSeconds(3));

    for (int i = 1; i <= 2; i++) {
      emitter.emit(new Ping(i));
      inbox.awaitCall(i);
    }
    proxy.muteConnectionsThatSend(null);
    emitter.emit(new Ping(3));
    inbox.awaitCall(3);

    assertThat(inbox.calls()).hasSize(3);
    eventually(
        () ->
            assertThat(emitter.admin().counts("deaf", EventQueue.DEFAULT).handled()).isEqualTo(3));
  }

  @Test
  void workGoesOnByItselfWhenEveryConnectionHasFallenSilent() {
    start(Duration.ofMillis(500));
    emitter.emit(new Ping(1));
    inbox.awaitCall(1);

    proxy.muteConnections();
    emitter.emit(new Ping(2));
    within(PATIENCE, () -> assertThat(inbox.payloads()).contains(new Ping(2)));
    within(PATIENCE, () -> assertThat(bus.health().status()).isEqualTo(BusHealth.Status.UP));
    emitter.emit(new Ping(3));
    within(PATIENCE, () -> assertThat(inbox.payloads()).contains(new Ping(3)));
  }
}
