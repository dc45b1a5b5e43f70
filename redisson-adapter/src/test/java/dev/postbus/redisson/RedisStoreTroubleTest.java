package dev.postbus.redisson;

import static dev.postbus.redisson.StoreBench.done;
import static dev.postbus.redisson.StoreBench.event;
import static dev.postbus.redisson.StoreBench.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.engine.AdminStore;
import dev.postbus.engine.Claim;
import dev.postbus.engine.HandlerBinding;
import dev.postbus.engine.NotStoredException;
import dev.postbus.engine.Settlement;
import dev.postbus.redisson.StoreBench.Registered;
import dev.postbus.testkit.redis.PrivateRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;

/** A Redis that is out of memory or has forgotten the scripts. */
class RedisStoreTroubleTest {

  private final PrivateRedis redis = PrivateRedis.start("--maxmemory-policy", "noeviction");
  private final RedissonClient client = TestRedis.connect(redis.endpoint());
  private final StoreBench bench = new StoreBench(client, Duration.ofHours(1));

  @AfterEach
  void clear() {
    bench.close();
    client.shutdown();
    redis.close();
  }

  @Test
  void fullRedisRefusesNewEventsOnlyAndEverythingElseGoesOn() {
    bench.publishMany(20);
    bench.publish(event("late", Duration.ofHours(1)));
    Registered dead = bench.register();
    bench.exchange(dead, 5);
    redis.command("ZADD", "{" + bench.namespace + "}:group:g:leases", "1", dead.consumer().id());
    redis.command("CONFIG", "SET", "maxmemory", "1");

    assertThatThrownBy(() -> bench.publish(event("new", Duration.ZERO)))
        .isInstanceOf(NotStoredException.class)
        .hasMessageContaining("maxmemory");

    Registered alive = bench.register();
    get(alive.consumer().heartbeat(Set.of("A.on")));
    while (get(alive.consumer().recover()) >= 0) {}
    Claim suspect = bench.exchange(alive, 5).claims().get(0);
    get(alive.consumer().recordStart(suspect.deliveryId(), 1));
    List<Claim> claims = bench.exchange(alive, 0, done(suspect)).claims();
    assertThat(claims).isEmpty();
    for (int i = 0; i < 4; i++) {
      bench.exchange(alive, 0, done(bench.exchange(alive, 1).claims().get(0)));
    }
    claims = bench.exchange(alive, 10).claims();
    assertThat(claims).hasSize(10);
    bench.exchange(
        alive,
        0,
        done(claims.get(0)),
        new Settlement.Again(claims.get(1).deliveryId(), 1, Duration.ofHours(1), 1, false),
        new Settlement.Again(claims.get(2).deliveryId(), 1, Duration.ZERO, 1, false),
        new Settlement.Dead(claims.get(3).deliveryId(), 1, "e8", "A.on", 3, "broken"),
        new Settlement.Dead(claims.get(4).deliveryId(), 1, "e9", "A.on", 3, "broken"),
        new Settlement.Release(claims.get(5).deliveryId()));
    AdminStore admin = bench.store.admin();
    admin.pause("g", EventQueue.DEFAULT, true);
    admin.pause("g", EventQueue.DEFAULT, false);
    assertThat(admin.redrive("g", admin.deadLetterKeys("g", "e8", "A.on"))).isEqualTo(1);
    assertThat(admin.discard("g", admin.deadLetterKeys("g", "e9", null))).isEqualTo(1);
    assertThat(admin.cancelDelayed("g", "late")).isTrue();
    get(alive.consumer().close());
    assertThat(bench.counts()).isEqualTo(new QueueCounts(21, 12, 0, 1, 0, 6, 1, 1, 0));

    redis.command("CONFIG", "SET", "maxmemory", "0");
    bench.publish(event("new", Duration.ZERO));
    assertThat(bench.counts().emitted()).isEqualTo(22);
  }

  @Test
  void whoIsFencedWhileRedisIsFullCanBindAndRegisterAnew() {
    bench.publishMany(1);
    HandlerBinding known = new HandlerBinding("A.on", List.of("order.*"));
    get(bench.store.bind("g", List.of(known)));
    redis.command("CONFIG", "SET", "maxmemory", "1");

    get(bench.store.bind("g", List.of(known)));
    Registered anew = bench.register();

    assertThat(bench.exchange(anew, 5).claims()).hasSize(1);
  }

  @Test
  void refusedBatchLeavesNothingBehind() {
    redis.command("CONFIG", "SET", "maxmemory", "1");
    Object keys = redis.command("KEYS", "*");

    assertThatThrownBy(
            () -> bench.publish(event("late", Duration.ofHours(1)), event("new", Duration.ZERO)))
        .isInstanceOf(NotStoredException.class);

    assertThat(redis.command("KEYS", "*")).isEqualTo(keys);
  }

  @Test
  void forgottenScriptsAreNotNoticed() {
    List<Runnable> calls = new ArrayList<>();
    List<Registered> consumers = new ArrayList<>();
    List<Claim> claims = new ArrayList<>();
    calls.add(() -> bench.publishMany(3));
    calls.add(() -> consumers.add(bench.register()));
    calls.add(() -> claims.addAll(bench.exchange(consumers.get(0), 2).claims()));
    calls.add(() -> bench.exchange(consumers.get(0), 0, done(claims.get(0))));
    calls.add(() -> get(consumers.get(0).consumer().heartbeat(Set.of("A.on"))));
    calls.add(() -> get(consumers.get(0).consumer().recover()));
    calls.add(() -> get(consumers.get(0).consumer().close()));

    for (Runnable call : calls) {
      redis.command("SCRIPT", "FLUSH");
      call.run();
    }

    assertThat(bench.counts()).isEqualTo(new QueueCounts(3, 2, 0, 0, 0, 1, 0, 0, 0));
  }
}
