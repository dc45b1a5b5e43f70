package dev.postbus.redisson.failover;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static dev.postbus.testkit.contract.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.postbus.AuditEntry;
import dev.postbus.Durability;
import dev.postbus.EmitException;
import dev.postbus.EmitException.Outcome;
import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import dev.postbus.redisson.RedisSettings;
import dev.postbus.redisson.RedissonEventBus;
import dev.postbus.testkit.contract.Behaviour;
import dev.postbus.testkit.contract.Inbox;
import dev.postbus.testkit.contract.Ping;
import dev.postbus.testkit.redis.PrivateRedis;
import dev.postbus.testkit.redis.RedisEndpoint;
import dev.postbus.testkit.redis.SentinelRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Fails over last, because the replicas are not what they were then. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SentinelFailoverTest {

  private static final EventBusConfig CONFIG =
      EventBusConfig.builder().group("shop").leaseTimeout(Duration.ofSeconds(2)).build();

  @TempDir static Path folder;
  private static SentinelRedis redis;
  private static RedisSettings settings;

  @BeforeAll
  static void start() {
    redis = SentinelRedis.start(2);
    settings = Yaml.of(folder, redis);
  }

  @AfterAll
  static void close() {
    redis.close();
  }

  @Test
  @Order(1)
  void administrationSeesWhatNoReplicaHasYet() {
    PrivateRedis primary = redis.primary();
    List<PrivateRedis> replicas = redis.nodes().stream().filter(node -> node != primary).toList();
    AuditEntry note = new AuditEntry(Instant.ofEpochMilli(1), "Ada", "pause", "shop LOW");
    try (EventBus bus = RedissonEventBus.connect(CONFIG, settings)) {
      EventBusAdmin admin = bus.admin();
      replicas.forEach(replica -> replica.command("REPLICAOF", "NO", "ONE"));
      bus.subscribe("late", (payload, context) -> {});
      bus.start();
      admin.pause("shop", EventQueue.LOW);
      admin.audit(note);

      assertThat(admin.groups()).contains("shop");
      assertThat(admin.paused("shop", EventQueue.LOW)).isTrue();
      assertThat(admin.audit(0, 1)).containsExactly(note);
      assertThat(admin.handlers("shop"))
          .singleElement()
          .satisfies(handler -> assertThat(handler.advertisedAt()).isPresent());
      admin.resume("shop", EventQueue.LOW);
    } finally {
      RedisEndpoint to = primary.endpoint();
      replicas.forEach(
          replica -> replica.command("REPLICAOF", to.host(), String.valueOf(to.port())));
      redis.awaitReplicas(2);
    }
  }

  private static EmitOptions replicated(String id) {
    return EmitOptions.builder().eventId(id).durability(Durability.REPLICATED).build();
  }

  @Test
  @Order(2)
  void replicatedWantsEveryReplicaTheSentinelsKnow() {
    PrivateRedis primary = redis.primary();
    PrivateRedis replica =
        redis.nodes().stream().filter(node -> node != primary).findFirst().orElseThrow();
    try (EventBus bus = RedissonEventBus.connect(CONFIG, settings)) {
      Inbox<Ping> inbox = Inbox.accepting();
      bus.subscribe(Ping.class, inbox);
      bus.start();
      // Replicas of a busy machine may be late; a repeat with the same id stores nothing more.
      eventually(() -> assertThat(bus.emit(new Ping(0), replicated("order-0")).groups()).isOne());

      replica.kill();

      eventually(
          () ->
              assertThatExceptionOfType(EmitException.class)
                  .isThrownBy(() -> bus.emit(new Ping(1), replicated("order-1")))
                  .withMessage(
                      "emit of \"ping.sent\" failed (order-1 UNCONFIRMED): stored, but confirmed by"
                          + " 1 of 2 replicas within PT3S; it will be delivered, and a repeat with"
                          + " the same eventId is safe")
                  .satisfies(
                      failure ->
                          assertThat(failure.outcomes())
                              .containsEntry("order-1", Outcome.UNCONFIRMED)));
      inbox.awaitCall(2);

      replica.restart();
      redis.awaitReplicas(2);

      eventually(
          () -> assertThat(bus.emit(new Ping(1), replicated("order-1")).duplicate()).isTrue());
      throughout(Duration.ofMillis(200), () -> assertThat(inbox.calls()).hasSize(2));
    }
  }

  @Test
  @Order(3)
  @Behaviour(40)
  void producersAndConsumersGoOnByThemselvesAndOnlyWhatWasNotCopiedYetIsLost() {
    try (EventBus producer = RedissonEventBus.connect(CONFIG, settings);
        EventBus consumer = RedissonEventBus.connect(CONFIG, settings)) {
      consumer.start();
      try (Load load = new Load(producer, consumer, "plain", 16, EmitOptions.none())) {
        load.awaitReceipts(5_000);

        PrivateRedis first = redis.primary();
        long killedAt = System.nanoTime();
        first.kill();
        assertThat(redis.primary()).isNotSameAs(first);
        long promotedAt = System.nanoTime();
        load.awaitReceipts(5_000);

        load.end(receipt -> receipt.mayBeLost(killedAt, promotedAt));
        System.out.println(load.summary("fail-over by Sentinel"));
      }
    }
  }
}
