package dev.postbus.redisson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postbus.EventBusConfig;
import dev.postbus.EventBusListener;
import dev.postbus.SubscribeOptions;
import dev.postbus.redisson.StoreBench.Registered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.RScoredSortedSet;
import org.redisson.api.RScript;
import org.redisson.client.codec.StringCodec;

/**
 * The clock of Redis is set, or another server with another clock takes over. What Redis has stored
 * stays as it is, so that all it has stored is moved here instead of its clock.
 */
class ClockOfRedisTest {

  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration AT_MOST = Duration.ofSeconds(30);

  /** All at once: a heartbeat in between would see two clocks. */
  private static final String MOVE =
      """
      local leases = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
      for i = 1, #leases, 2 do
        redis.call('ZADD', KEYS[1], leases[i + 1] - ARGV[1], leases[i])
      end
      redis.call('SET', KEYS[2], redis.call('GET', KEYS[2]) - ARGV[1])
      return #leases / 2
      """;

  private final StoreBench bench = new StoreBench(TestRedis.client(), HOUR);
  private final String group = "{" + bench.namespace + "}:group:g:";
  private final AtomicInteger handled = new AtomicInteger();
  private final AtomicInteger leasesLost = new AtomicInteger();
  private final CountDownLatch release = new CountDownLatch(1);
  private final List<RedissonEventBus> buses = new ArrayList<>();

  private void start(int instances) {
    EventBusConfig config =
        EventBusConfig.builder()
            .namespace(bench.namespace)
            .group("g")
            .leaseTimeout(LEASE)
            .listener(
                new EventBusListener() {
                  @Override
                  public void onLeaseLost(String group) {
                    leasesLost.incrementAndGet();
                  }
                })
            .build();
    Collection<String> others = leases().readAll();
    for (int i = 0; i < instances; i++) {
      RedissonEventBus bus = RedissonEventBus.create(config, TestRedis.client());
      buses.add(bus);
      bus.subscribe(
          "order.*",
          Map.class,
          SubscribeOptions.builder().id("A.on").build(),
          (order, context) -> {
            handled.incrementAndGet();
            release.await(AT_MOST.toSeconds(), TimeUnit.SECONDS);
          });
      bus.start();
    }
    await()
        .until(
            () -> leases().readAll().stream().filter(id -> !others.contains(id)).count(),
            registered -> registered == instances);
  }

  private RScoredSortedSet<String> leases() {
    return TestRedis.client().getScoredSortedSet(group + "leases", StringCodec.INSTANCE);
  }

  /** Moves the clock of Redis, seen from what it has stored. */
  private void moveClock(Duration ahead) {
    long moved =
        TestRedis.client()
            .getScript(StringCodec.INSTANCE)
            .eval(
                RScript.Mode.READ_WRITE,
                MOVE,
                RScript.ReturnType.LONG,
                List.of(group + "leases", group + "alive:since"),
                String.valueOf(ahead.toMillis()));
    assertThat(moved).isPositive();
  }

  @AfterEach
  void close() {
    release.countDown();
    buses.forEach(RedissonEventBus::close);
    bench.close();
  }

  @Test
  void whenItGoesForwardNobodyWhoLivesIsTakenForDead() {
    start(3);
    await().pollDelay(LEASE.plusMillis(500)).until(() -> true);
    bench.publishMany(3);
    await().atMost(AT_MOST).until(() -> handled.get() == 3);

    moveClock(HOUR);

    await()
        .during(LEASE.multipliedBy(3))
        .atMost(AT_MOST)
        .until(() -> leases().size() == 3 && leasesLost.get() == 0);
    assertThat(handled).hasValue(3);
  }

  @Test
  void whenItGoesBackWhatTheDeadHeldDoesNotWaitUntilItIsThatLateAgain() {
    release.countDown();
    bench.publishMany(3);
    Registered dead = bench.register(LEASE);
    assertThat(bench.exchange(dead, 3).claims()).hasSize(3);
    start(1);

    moveClock(HOUR.negated());

    await().atMost(AT_MOST).until(() -> handled.get() == 3);
    assertThat(leasesLost).hasValue(0);
  }
}
