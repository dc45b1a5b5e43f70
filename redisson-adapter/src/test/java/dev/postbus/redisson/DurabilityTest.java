package dev.postbus.redisson;

import static dev.postbus.redisson.StoreBench.event;
import static dev.postbus.redisson.StoreBench.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.postbus.Durability;
import dev.postbus.engine.NotStoredException;
import dev.postbus.engine.PublishBatch;
import dev.postbus.engine.PublishReply;
import dev.postbus.engine.PublishReply.Accepted;
import dev.postbus.engine.PublishReply.Unconfirmed;
import dev.postbus.testkit.redis.PrivateRedis;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;

/** What the store confirms, and what it refuses, on a server that is reached by its address. */
class DurabilityTest {

  private static final Duration NEVER = Duration.ofHours(1);

  /** A machine that is busy with other things may keep a replica from answering for seconds. */
  private static final Duration PATIENT = Duration.ofSeconds(20);

  private final PrivateRedis redis = PrivateRedis.start("--repl-diskless-sync-delay", "0");
  private final RedissonClient client = TestRedis.connect(redis.endpoint());
  private final StoreBench bench = new StoreBench(client, NEVER, "durability", PATIENT);

  /** The same store, for what is not going to be confirmed. */
  private final StoreBench impatient = new StoreBench(client, NEVER, "durability");

  @AfterEach
  void close() {
    impatient.close();
    bench.close();
    client.shutdown();
    redis.close();
  }

  private PrivateRedis replica() {
    PrivateRedis replica =
        PrivateRedis.start(
            "--replicaof", redis.endpoint().host(), String.valueOf(redis.endpoint().port()));
    await()
        .until(
            () ->
                String.valueOf(replica.command("INFO", "replication"))
                    .contains("master_link_status:up"));
    // The primary counts on a new replica only when it has heard of it, which takes up to a second.
    redis.command("SET", "replica", "ready");
    String heardOf = "port=%d,state=online,offset=[1-9]".formatted(replica.endpoint().port());
    await()
        .until(
            () ->
                Pattern.compile(heardOf)
                    .matcher(String.valueOf(redis.command("INFO", "replication")))
                    .find());
    return replica;
  }

  private PublishBatch batch(long sequence, Durability durability, int events) {
    return bench.batch(
        sequence,
        durability,
        IntStream.range(0, events).mapToObj(i -> event("e" + i, Duration.ZERO)).toList());
  }

  private PublishReply publish(PublishBatch batch) {
    return get(bench.store.publish(batch));
  }

  private long waits() {
    return String.valueOf(redis.command("INFO", "commandstats"))
        .lines()
        .filter(line -> line.startsWith("cmdstat_wait:"))
        .mapToLong(line -> Long.parseLong(line.replaceFirst("cmdstat_wait:calls=(\\d+).*", "$1")))
        .sum();
  }

  @Test
  void wholeBatchIsConfirmedByOneWait() {
    try (PrivateRedis replica = replica()) {
      publish(batch(1, Durability.STORED, 1)); // from here on Redis knows the script
      long before = waits();

      PublishReply reply = publish(batch(2, Durability.REPLICATED, 100));

      assertThat(reply).isInstanceOf(Accepted.class);
      assertThat(waits() - before).isEqualTo(1);
      assertThat(bench.counts().ready()).isEqualTo(101);
      assertThat(replica.command("LLEN", "{" + bench.namespace + "}:group:g:events:default"))
          .isEqualTo(101L);
    }
  }

  @Test
  void forgottenScriptIsNotNoticed() {
    try (PrivateRedis replica = replica()) {
      redis.command("SCRIPT", "FLUSH");

      assertThat(publish(batch(1, Durability.REPLICATED, 1))).isInstanceOf(Accepted.class);
      assertThat(replica.command("ROLE")).asString().contains("connected");
    }
  }

  @Test
  void replicatedIsRefusedAndNothingStoredWithoutReplicas() {
    assertThatThrownBy(() -> publish(batch(1, Durability.REPLICATED, 1)))
        .isInstanceOf(NotStoredException.class)
        .hasMessage(
            "durability REPLICATED needs replicas, and the primary has none; add one, or use"
                + " SYNCED or STORED");

    assertThat(bench.counts().emitted()).isZero();
    assertThat(publish(batch(1, Durability.STORED, 1))).isInstanceOf(Accepted.class);
  }

  @Test
  void batchThatNoReplicaHasIsStoredAndARepeatOnAnotherConnectionConfirmsNothingEither()
      throws IOException, InterruptedException {
    RedissonClient other = TestRedis.connect(redis.endpoint());
    try (PrivateRedis replica = replica()) {
      signal("STOP", replica);
      PublishBatch batch = batch(1, Durability.REPLICATED, 2);

      PublishReply reply = get(impatient.store.publish(batch));
      PublishReply again = get(new StoreBench(other, NEVER, bench.namespace).store.publish(batch));

      assertThat(reply)
          .isEqualTo(again)
          .isInstanceOfSatisfying(
              Unconfirmed.class,
              weak ->
                  assertThat(weak.problem())
                      .isEqualTo(
                          "stored, but confirmed by 0 of 1 replicas within PT1S; it will be"
                              + " delivered, and a repeat with the same eventId is safe"));
      assertThat(bench.counts().ready()).isEqualTo(2);

      signal("CONT", replica);
      assertThat(publish(batch)).isInstanceOf(Accepted.class);
      assertThat(bench.counts().ready()).isEqualTo(2);
    } finally {
      other.shutdown();
    }
  }

  private static void signal(String name, PrivateRedis redis)
      throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(redis.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  @Test
  void syncedIsConfirmedWhereRedisCanWaitForItsDiskAndRefusedElsewhere() {
    redis.command("CONFIG", "SET", "appendonly", "yes");

    if (canWaitForItsDisk()) {
      assertThat(publish(batch(1, Durability.SYNCED, 2))).isInstanceOf(Accepted.class);
      assertThat(bench.counts().ready()).isEqualTo(2);
      redis.command("CONFIG", "SET", "appendonly", "no");
      assertThat(publish(batch(2, Durability.SYNCED, 2))).isInstanceOf(Unconfirmed.class);
    } else {
      assertThatThrownBy(() -> publish(batch(1, Durability.SYNCED, 2)))
          .isInstanceOf(NotStoredException.class)
          .hasMessageStartingWith(
              "durability SYNCED needs Redis 7.2 with appendonly yes and a user who may WAITAOF;"
                  + " this one answers: ERR unknown command");
      assertThat(bench.counts().emitted()).isZero();
    }
  }

  @Test
  void syncedWantsTheDisksOfTheReplicasToo() {
    redis.command("CONFIG", "SET", "appendfsync", "always");
    redis.command("CONFIG", "SET", "appendonly", "yes");
    try (PrivateRedis replica = replica()) {
      PublishBatch batch = batch(1, Durability.SYNCED, 2);

      if (canWaitForItsDisk()) {
        // A busy disk may keep even the primary from answering within that second.
        await()
            .atMost(PATIENT)
            .untilAsserted(
                () ->
                    assertThat(get(impatient.store.publish(batch)))
                        .isInstanceOfSatisfying(
                            Unconfirmed.class,
                            weak ->
                                assertThat(weak.problem())
                                    .startsWith(
                                        "stored, but only on the disk of the primary and of 0 of 1"
                                            + " replicas")));
        replica.command("CONFIG", "SET", "appendonly", "yes");
        await().until(() -> publish(batch) instanceof Accepted);
        assertThat(bench.counts().ready()).isEqualTo(2);
      } else {
        assertThatThrownBy(() -> publish(batch)).isInstanceOf(NotStoredException.class);
        assertThat(bench.counts().emitted()).isZero();
      }
    }
  }

  private boolean canWaitForItsDisk() {
    return String.valueOf(redis.command("COMMAND", "INFO", "WAITAOF")).contains("waitaof");
  }
}
