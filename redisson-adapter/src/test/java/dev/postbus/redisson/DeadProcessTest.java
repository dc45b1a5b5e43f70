package dev.postbus.redisson;

import static dev.postbus.redisson.StoreBench.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postbus.EventBusConfig;
import dev.postbus.EventBusListener;
import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.SubscribeOptions;
import dev.postbus.engine.Consumer;
import dev.postbus.engine.ConsumerInfo;
import dev.postbus.engine.EngineTime;
import dev.postbus.engine.ExchangeRequest;
import dev.postbus.redisson.StoreBench.Registered;
import dev.postbus.testkit.redis.PrivateRedis;
import dev.postbus.testkit.redis.RedisProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;

/**
 * What a process leaves behind in Redis that dies, or that Redis forgets, comes back to a running
 * bus.
 */
class DeadProcessTest {

  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Slow enough for any machine that runs tests; how long it took is reported. */
  private static final Duration AT_MOST = Duration.ofSeconds(30);

  /** Notes down scripts and hardly any of the commands inside them. */
  private final PrivateRedis redis =
      PrivateRedis.start("--slowlog-log-slower-than", "200", "--slowlog-max-len", "10000");

  private final RedissonClient client = TestRedis.connect(redis.endpoint());
  private final StoreBench bench = new StoreBench(client, Duration.ofHours(1));
  private final String leases = "{" + bench.namespace + "}:group:g:leases";
  private final AtomicInteger handled = new AtomicInteger();
  private final AtomicInteger recovered = new AtomicInteger();
  private final AtomicInteger leasesLost = new AtomicInteger();
  private final RedissonEventBus bus = RedissonEventBus.create(config(), client);

  private EventBusConfig config() {
    return EventBusConfig.builder()
        .namespace(bench.namespace)
        .group("g")
        .leaseTimeout(LEASE)
        .listener(
            new EventBusListener() {
              @Override
              public void onRecovered(String group, int deliveries) {
                recovered.addAndGet(deliveries);
              }

              @Override
              public void onLeaseLost(String group) {
                leasesLost.incrementAndGet();
              }
            })
        .build();
  }

  private void startBus() {
    subscribe(bus);
    bus.start();
  }

  private void subscribe(RedissonEventBus bus) {
    bus.subscribe(
        "order.*",
        Map.class,
        SubscribeOptions.builder().id("A.on").build(),
        (order, context) -> handled.incrementAndGet());
  }

  @AfterEach
  void close() {
    bus.close();
    bench.close();
    client.shutdown();
    redis.close();
  }

  @Test
  void tenThousandEventsInFlightAreBackSoonAfterTheLeaseInShortSteps() {
    bench.publishMany(10_000);
    Registered dead = bench.register(LEASE);
    for (int claimed = 0; claimed < 10_000; ) {
      claimed += bench.exchange(dead, 1_000).claims().size();
    }
    // So that they stay where they come back to.
    bench.store.admin().pause("g", EventQueue.DEFAULT, true);
    redis.command("SLOWLOG", "RESET");
    long lastSign = System.nanoTime();
    bench.exchange(dead, 0);
    startBus();

    await().atMost(AT_MOST).until(() -> recovered.get() == 10_000);

    Duration back = Duration.ofNanos(System.nanoTime() - lastSign);
    List<Long> micros = microsOf(Script.RECOVER);
    System.out.printf(
        "10000 events in flight are back %d ms after the last sign of life, with a lease of %d ms,"
            + " in %d steps; the median step holds Redis for %d us, the longest for %d us%n",
        back.toMillis(),
        LEASE.toMillis(),
        micros.size(),
        micros.get(micros.size() / 2),
        micros.get(micros.size() - 1));
    assertThat(bench.counts()).isEqualTo(new QueueCounts(10_000, 10_000, 0, 0, 0, 0, 0, 0, 0));
    assertThat(back).isGreaterThanOrEqualTo(LEASE.minusMillis(50));
    // Each step holds Redis up for itself; a single one may have been interrupted by the machine.
    assertThat(micros).hasSizeGreaterThanOrEqualTo(40);
    assertThat(micros.get(micros.size() / 2)).isLessThan(10_000);
  }

  /** How long each call of a script has taken, the shortest first. */
  private List<Long> microsOf(Script script) {
    List<Long> micros = new ArrayList<>();
    for (Object entry : (List<?>) redis.command("SLOWLOG", "GET", "10000")) {
      List<?> fields = (List<?>) entry;
      if (((List<?>) fields.get(3)).contains(script.sha())) {
        micros.add((Long) fields.get(2));
      }
    }
    micros.sort(null);
    return micros;
  }

  @Test
  void claimsWhoseAnswerNeverCameComeBackWhenTheirProcessDies() {
    bench.publishMany(5);
    try (RedisProxy proxy = RedisProxy.to(redis.endpoint())) {
      RedissonClient doomed = TestRedis.connect(proxy.endpoint());
      EngineTime time = EngineTime.system("doomed-timer");
      try (RedisStore store = new RedisStore(doomed, bench.namespace, LONG, time, () -> {})) {
        ConsumerInfo info = new ConsumerInfo("g", "host", 2, Set.of("A.on"), LEASE);
        Consumer dead = get(store.register(info, signal -> {}));
        get(dead.exchange(new ExchangeRequest(1, List.of(), Map.of(), true, 1 << 20, 100)));
        proxy.swallowAnswers();
        dead.exchange(
            new ExchangeRequest(2, List.of(), Map.of(EventQueue.DEFAULT, 5), true, 1 << 20, 100));
        await().until(() -> bench.counts().inFlight() == 5);
        proxy.cut();

        startBus();

        await().atMost(AT_MOST).until(() -> handled.get() == 5);
        // Told when all have come back, which may be after the first was handled.
        await().atMost(AT_MOST).until(() -> recovered.get() == 5);
      } finally {
        doomed.shutdown();
      }
    }
  }

  @Test
  void recordOfAProcessThatHasNoLeaseIsFound() {
    bench.publishMany(3);
    Registered forgotten = bench.register(LONG);
    assertThat(bench.exchange(forgotten, 3).claims()).hasSize(3);
    redis.command("ZREM", leases, forgotten.consumer().id());

    startBus();

    await().atMost(AT_MOST).until(() -> handled.get() == 3);
    await().until(() -> bench.counts().handled() == 3);
  }

  @Test
  void instanceThatIsStartedAnewTakesOverAtTheEndOfTheLeaseOfItsPredecessor() {
    Duration patient = Duration.ofSeconds(12);
    bench.publishMany(3);
    Registered predecessor = bench.register(LEASE);
    assertThat(bench.exchange(predecessor, 3).claims()).hasSize(3);
    redis.command("SET", "{" + bench.namespace + "}:group:g:alive:since", "1");

    long begin = System.nanoTime();
    try (RedissonEventBus successor =
        RedissonEventBus.create(config().toBuilder().leaseTimeout(patient).build(), client)) {
      subscribe(successor);
      successor.start();

      await().atMost(AT_MOST).until(() -> handled.get() == 3);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(patient);
  }

  @Test
  void instanceWhoseLeaseIsGoneRegistersAnewAndGoesOn() {
    startBus();
    await().until(() -> !onlyLease().isEmpty());
    String before = onlyLease();

    redis.command("DEL", leases);
    bench.publishMany(3);

    await().atMost(AT_MOST).until(() -> handled.get() == 3);
    await().until(() -> leasesLost.get() == 1);
    await().until(() -> !onlyLease().equals(before));
    await()
        .atMost(AT_MOST)
        .until(
            () ->
                redis
                    .command("HKEYS", "{" + bench.namespace + "}:group:g:consumers")
                    .equals(List.of(onlyLease())));
    assertThat(get(bench.store.directory()).groups()).hasSize(1);
  }

  private String onlyLease() {
    List<?> all = (List<?>) redis.command("ZRANGE", leases, "0", "-1");
    return all == null || all.isEmpty() ? "" : String.valueOf(all.get(0));
  }
}
