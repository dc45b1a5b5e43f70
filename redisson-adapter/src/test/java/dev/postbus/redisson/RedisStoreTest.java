package dev.postbus.redisson;

import static dev.postbus.redisson.StoreBench.done;
import static dev.postbus.redisson.StoreBench.event;
import static dev.postbus.redisson.StoreBench.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.EventBusException;
import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.engine.Claim;
import dev.postbus.engine.ExchangeReply;
import dev.postbus.engine.ExchangeRequest;
import dev.postbus.engine.FencedException;
import dev.postbus.engine.PublishReply;
import dev.postbus.engine.Settlement;
import dev.postbus.redisson.StoreBench.Registered;
import dev.postbus.testkit.redis.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.KeysScanOptions;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.NameMapper;

class RedisStoreTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final StoreBench bench = new StoreBench(TestRedis.client(), HOUR);

  @AfterEach
  void clear() {
    bench.close();
  }

  @Test
  void repeatOfABatchStoresNothing() {
    PublishReply first = bench.publish(1, event("a", Duration.ZERO), event("b", Duration.ZERO));

    PublishReply again = bench.publish(1, event("a", Duration.ZERO), event("b", Duration.ZERO));

    assertThat(again).isEqualTo(first);
    assertThat(bench.counts()).isEqualTo(new QueueCounts(2, 2, 0, 0, 0, 0, 0, 0, 0));
    bench.publish(2, event("c", Duration.ZERO));
    assertThatThrownBy(() -> bench.publish(1, event("a", Duration.ZERO)))
        .isExactlyInstanceOf(EventBusException.class)
        .hasMessageContaining("batch 1");
    assertThat(bench.counts().ready()).isEqualTo(3);
  }

  @Test
  void repeatOfARequestReturnsTheSameClaims() {
    bench.publishMany(5);
    Registered consumer = bench.register();
    ExchangeRequest request =
        new ExchangeRequest(1, List.of(), Map.of(EventQueue.DEFAULT, 3), true, 1 << 20, 100);

    ExchangeReply first = get(consumer.consumer().exchange(request));
    ExchangeReply again = get(consumer.consumer().exchange(request));

    assertThat(ids(again)).isEqualTo(ids(first)).hasSize(3);
    assertThat(again.claims().get(2).element()).isEqualTo(first.claims().get(2).element());
    assertThat(bench.counts()).isEqualTo(new QueueCounts(5, 2, 3, 0, 0, 0, 0, 0, 0));
  }

  private static List<String> ids(ExchangeReply reply) {
    return reply.claims().stream().map(Claim::deliveryId).toList();
  }

  @Test
  void fencedConsumerIsRefusedEverywhereAndChangesNothing() {
    bench.publishMany(3);
    Registered dead = bench.register();
    List<Claim> claims = bench.exchange(dead, 2).claims();
    TestRedis.client()
        .getScoredSortedSet("{" + bench.namespace + "}:group:g:leases", StringCodec.INSTANCE)
        .add(1, dead.consumer().id());
    Registered alive = bench.register();
    assertThat(get(alive.consumer().recover())).isEqualTo(2);
    assertThat(get(alive.consumer().recover())).isEqualTo(-1);

    assertThatThrownBy(() -> bench.exchange(dead, 1, done(claims.get(0))))
        .isInstanceOf(FencedException.class)
        .hasMessageContaining(dead.consumer().id());
    assertThatThrownBy(() -> get(dead.consumer().heartbeat(Set.of())))
        .isInstanceOf(FencedException.class);
    assertThatThrownBy(() -> get(dead.consumer().recordStart(claims.get(0).deliveryId(), 1)))
        .isInstanceOf(FencedException.class);
    assertThatThrownBy(() -> get(dead.consumer().recover())).isInstanceOf(FencedException.class);
    assertThatThrownBy(() -> get(dead.consumer().close())).isInstanceOf(FencedException.class);

    assertThat(bench.counts()).isEqualTo(new QueueCounts(3, 3, 0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void tenThousandInFlightComeBackInBoundedSteps() {
    bench.publishMany(10_000);
    Registered dead = bench.register();
    int claimed = 0;
    while (claimed < 10_000) {
      claimed += bench.exchange(dead, 1_000).claims().size();
    }
    assertThat(bench.counts().inFlight()).isEqualTo(10_000);
    TestRedis.client()
        .getScoredSortedSet("{" + bench.namespace + "}:group:g:leases", StringCodec.INSTANCE)
        .add(1, dead.consumer().id());
    Registered alive = bench.register();

    List<Integer> steps = new ArrayList<>();
    for (int step = get(alive.consumer().recover());
        step >= 0;
        step = get(alive.consumer().recover())) {
      steps.add(step);
    }

    assertThat(steps).allMatch(step -> step <= 250).hasSizeGreaterThan(40);
    assertThat(steps.stream().mapToInt(Integer::intValue).sum()).isEqualTo(10_000);
    assertThat(bench.counts()).isEqualTo(new QueueCounts(10_000, 10_000, 0, 0, 0, 0, 0, 0, 0));
    // The oldest comes first again, alone.
    ExchangeReply reply = bench.exchange(alive, 100);
    assertThat(reply.claims()).hasSize(1);
    assertThat(new String(reply.claims().get(0).element(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("\"id\":\"e0\"");
  }

  @Test
  void alarmWakesWhoeverWaitsThoughItsSetterIsGoneAndNobodyLooks() throws Exception {
    Registered consumer = bench.register();
    bench.exchange(consumer, 1);
    consumer.consumer().arm(EventQueue.DEFAULT);
    RedissonClient publisherClient = TestRedis.connect();
    StoreBench publisher = new StoreBench(publisherClient, HOUR, bench.namespace);
    long published = System.nanoTime();
    // Long enough to see the alarm before it goes off, also on a slow machine.
    publisher.publish(event("late", Duration.ofSeconds(4)));
    // Woken at once, to learn how long to wait; that is not the alarm.
    assertThat(consumer.signals().poll(10, TimeUnit.SECONDS)).isEqualTo(EventQueue.DEFAULT);
    consumer.consumer().arm(EventQueue.DEFAULT);
    Awaitility.await()
        .until(() -> TestRedis.client().getKeys().countExists(alarmKey(bench.namespace)) == 1);
    publisher.store.close();
    publisherClient.shutdown();

    assertThat(consumer.signals().poll(30, TimeUnit.SECONDS)).isEqualTo(EventQueue.DEFAULT);

    Duration waited = Duration.ofNanos(System.nanoTime() - published);
    assertThat(waited).isBetween(Duration.ofMillis(3_950), Duration.ofSeconds(30));
    Awaitility.await().until(() -> !bench.exchange(consumer, 1).claims().isEmpty());
  }

  private static String alarmKey(String namespace) {
    return "redisson_delay_queue_timeout:{" + namespace + "}:group:g:events:default:wake";
  }

  @Test
  void retryOfOneConsumerWakesAnotherThatWaits() throws Exception {
    bench.publishMany(1);
    Registered first = bench.register();
    Registered other = bench.register();
    Claim claim = bench.exchange(first, 1).claims().get(0);
    bench.exchange(other, 1);
    other.consumer().arm(EventQueue.DEFAULT);

    bench.exchange(
        first, 0, new Settlement.Again(claim.deliveryId(), 1, Duration.ofMillis(500), 1, false));
    get(first.consumer().close());

    assertThat(other.signals().poll(10, TimeUnit.SECONDS)).isEqualTo(EventQueue.DEFAULT);
    Awaitility.await().until(() -> !bench.exchange(other, 1).claims().isEmpty());
  }

  @Test
  void guardPeriodOfOneWaitHasEveryQueueLookedAtOnce() throws Exception {
    try (StoreBench quick =
        new StoreBench(TestRedis.client(), Duration.ofMillis(1), bench.namespace + "-quick")) {
      Registered consumer = quick.register();
      quick.exchange(consumer, 1);
      consumer.consumer().arm(EventQueue.LOW);
      consumer.consumer().arm(EventQueue.LOW);

      Set<EventQueue> signalled = EnumSet.noneOf(EventQueue.class);
      for (int i = 0; i < EventQueue.values().length; i++) {
        signalled.add(consumer.signals().poll(10, TimeUnit.SECONDS));
      }
      assertThat(signalled).containsExactly(EventQueue.values());
      assertThat(consumer.signals()).isEmpty();
    }
  }

  @Test
  void pausedQueueIsResumedWithAWakeUp() throws Exception {
    Registered consumer = bench.register();
    bench.store.admin().pause("g", EventQueue.DEFAULT, true);
    assertThat(bench.store.admin().paused("g")).containsExactly(EventQueue.DEFAULT);
    bench.publishMany(1);
    assertThat(bench.exchange(consumer, 1).paused()).containsExactly(EventQueue.DEFAULT);
    // The token of the publish is still there.
    consumer.consumer().arm(EventQueue.DEFAULT);
    assertThat(consumer.signals().poll(10, TimeUnit.SECONDS)).isEqualTo(EventQueue.DEFAULT);
    consumer.consumer().arm(EventQueue.DEFAULT);

    bench.store.admin().pause("g", EventQueue.DEFAULT, false);

    assertThat(consumer.signals().poll(10, TimeUnit.SECONDS)).isEqualTo(EventQueue.DEFAULT);
    assertThat(bench.exchange(consumer, 1).claims()).hasSize(1);
  }

  @Test
  void clientThatMapsNamesUsesThemEverywhere() throws Exception {
    Config config = new Config();
    config.setNameMapper(
        new NameMapper() {
          @Override
          public String map(String name) {
            return "app:" + name;
          }

          @Override
          public String unmap(String name) {
            return name.substring("app:".length());
          }
        });
    RedissonClient client = TestRedis.connect(RedisServer.shared().endpoint(), config);
    try (StoreBench mapped = new StoreBench(client, HOUR, bench.namespace)) {
      Registered consumer = mapped.register();
      mapped.exchange(consumer, 1);
      consumer.consumer().arm(EventQueue.DEFAULT);

      mapped.publishMany(1);

      assertThat(consumer.signals().poll(10, TimeUnit.SECONDS)).isEqualTo(EventQueue.DEFAULT);
      assertThat(mapped.exchange(consumer, 1).claims()).hasSize(1);
      assertThat(mapped.store.admin().groups()).containsExactly("g");
      get(consumer.consumer().close());
      assertThat(mapped.store.admin().removeGroup("g")).isTrue();
    } finally {
      client.shutdown();
    }
  }

  @Test
  void removedGroupLeavesNoKey() {
    bench.publishMany(3);
    bench.publish(event("late", HOUR));
    Registered consumer = bench.register();
    bench.exchange(consumer, 2);
    assertThatThrownBy(() -> bench.store.admin().removeGroup("g"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("live consumers");
    TestRedis.client()
        .getScoredSortedSet("{" + bench.namespace + "}:group:g:leases", StringCodec.INSTANCE)
        .add(1, consumer.consumer().id());

    assertThat(bench.store.admin().removeGroup("g")).isTrue();

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        TestRedis.client()
                            .getKeys()
                            .getKeys(
                                KeysScanOptions.defaults()
                                    .pattern("*{" + bench.namespace + "}:group:*")))
                    .isEmpty());
    assertThat(bench.store.admin().groups()).isEmpty();
    assertThat(bench.store.admin().removeGroup("g")).isFalse();
  }

  @Test
  void oldestReadyElementIsTheNextToBeClaimedForTheFirstTime() {
    assertThat(bench.store.admin().oldestReady("g", EventQueue.DEFAULT)).isEmpty();
    bench.publishMany(2);

    byte[] oldest = bench.store.admin().oldestReady("g", EventQueue.DEFAULT).orElseThrow();

    Registered consumer = bench.register();
    assertThat(bench.exchange(consumer, 1).claims().get(0).element()).isEqualTo(oldest);
    bench.exchange(consumer, 1);
    assertThat(bench.store.admin().oldestReady("g", EventQueue.DEFAULT)).isEmpty();
  }
}
