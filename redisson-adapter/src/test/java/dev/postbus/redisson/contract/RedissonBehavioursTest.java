package dev.postbus.redisson.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.Backoff;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import dev.postbus.redisson.RedisSettings;
import dev.postbus.redisson.RedissonEventBus;
import dev.postbus.testkit.contract.Behaviour;
import dev.postbus.testkit.contract.Inbox;
import dev.postbus.testkit.contract.Ping;
import dev.postbus.testkit.redis.PrivateRedis;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;

/** Behaviours that only this adapter can be asked for. */
class RedissonBehavioursTest {

  private final PrivateRedis redis = PrivateRedis.start();
  private final EventBusConfig config =
      EventBusConfig.builder().group("owned").backoff(Backoff.none()).build();
  private final RedisSettings settings =
      RedisSettings.of(redis.endpoint().host(), redis.endpoint().port());

  @AfterEach
  void close() {
    redis.close();
  }

  private long connections() {
    return connectionIds().size();
  }

  /** Returns the ids of the connections but the one that asks. */
  private Set<String> connectionIds() {
    return String.valueOf(redis.command("CLIENT", "LIST"))
        .lines()
        .filter(line -> !line.contains("cmd=client"))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .collect(Collectors.toSet());
  }

  @Test
  @Behaviour(41)
  void doesNotNoticeThatTheScriptCacheWasFlushed() {
    try (EventBus bus = RedissonEventBus.connect(config, settings)) {
      bus.start();
      Inbox<Ping> inbox = Inbox.failingUntilAttempt(2);
      bus.subscribe(Ping.class, inbox);

      for (int round = 1; round <= 5; round++) {
        int expected = 20 * round;
        redis.command("SCRIPT", "FLUSH");
        bus.emitAll(Ping.upTo(20));
        redis.command("SCRIPT", "FLUSH");
        eventually(
            () ->
                assertThat(bus.admin().counts("owned", EventQueue.DEFAULT).handled())
                    .isEqualTo(expected));
      }

      assertThat(inbox.calls()).hasSize(200);
    }
  }

  @Test
  @Behaviour(53)
  void leavesNeitherConnectionNorThreadOfAClientItOwned() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    EventBus bus = RedissonEventBus.connect(config, settings);
    bus.start();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    bus.emit(new Ping(1));
    inbox.awaitCall(1);
    assertThat(connections()).isPositive();

    bus.close();

    eventually(() -> assertThat(connections()).isZero());
    eventually(
        () ->
            assertThat(
                    Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !before.contains(thread))
                        .map(Thread::getName)
                        .filter(name -> name.contains("postbus") || name.contains("redisson"))
                        .collect(Collectors.toSet()))
                .isEmpty());
  }

  @Test
  @Behaviour(53)
  void leavesAClientThatWasHandedInAlone() {
    RedissonClient client = Clients.impatient(redis.endpoint());
    try {
      EventBus bus = RedissonEventBus.create(config, client);
      bus.start();
      Inbox<Ping> inbox = Inbox.accepting();
      bus.subscribe(Ping.class, inbox);
      bus.emit(new Ping(1));
      inbox.awaitCall(1);
      // A connection that was dropped and made anew would stall what others send on the client.
      Set<String> before = connectionIds();

      bus.close();

      assertThat(client.isShutdown()).isFalse();
      client.getBucket("still-works").set("yes");
      assertThat(client.<String>getBucket("still-works").get()).isEqualTo("yes");
      // Its polls do not linger: a blocked one would keep a connection for seconds.
      eventually(
          () ->
              assertThat(String.valueOf(redis.command("CLIENT", "LIST")))
                  .doesNotContain("flags=b"));
      assertThat(connectionIds()).containsAll(before);
    } finally {
      client.shutdown();
    }
  }
}
