package dev.postbus.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postbus.EventBus;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventFlow;
import dev.postbus.local.LocalEventBus;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often the store is read. */
class SamplerTest {

  private static final Duration STEP = Duration.ofSeconds(History.STEP_SECONDS);

  private final EventBus bus = LocalEventBus.create(Stage.config().build());
  private final Hand clock = new Hand();
  private final AtomicBoolean watched = new AtomicBoolean();
  private final AtomicInteger told = new AtomicInteger();
  private final Sampler sampler =
      new Sampler(bus, clock, watched::get, overview -> told.incrementAndGet());

  /** A clock that is moved by hand. */
  private static final class Hand extends Clock {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void move(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void readsSeldomWhileNobodyLooks() {
    assertThat(sampler.runOnce()).isOne();

    clock.move(Duration.ofSeconds(2));
    assertThat(sampler.runOnce()).isZero();

    clock.move(STEP);
    assertThat(sampler.runOnce()).isOne();
    assertThat(told).hasValue(2);
  }

  @Test
  void historyHasNoGapsThoughNobodyLooks() {
    bus.subscribe("order.**", Map.class, (order, context) -> {});
    bus.start();

    for (int turn = 0; turn < 100; turn++) {
      sampler.runOnce();
      clock.move(Duration.ofMillis(2_100));
    }

    assertThat(sampler.history().columns(Stage.GROUP, null, clock.millis()).ready())
        .hasSize(21)
        .doesNotContainNull();
  }

  @Test
  void readsAtEachTurnWhileSomebodyLooks() {
    watched.set(true);

    assertThat(sampler.runOnce()).isOne();
    clock.move(Duration.ofSeconds(2));
    assertThat(sampler.runOnce()).isOne();
  }

  @Test
  void manyPagesAreFedByOneSampler() {
    AtomicInteger reads = new AtomicInteger();
    EventBusAdmin counted = counting(bus.admin(), reads);
    try (Stage stage = Stage.of(withAdmin(bus, counted), settings -> settings, () -> {})) {
      Browser browser = stage.browser();
      List<LiveStream> pages =
          IntStream.range(0, 8).mapToObj(page -> browser.stream("api/stream")).toList();

      int before = reads.get();
      await().atMost(Duration.ofSeconds(30)).until(() -> pages.get(7).of("overview").size() > 2);

      assertThat(reads.get() - before).isBetween(1, pages.get(7).of("overview").size() + 1);
    }
  }

  private static EventBusAdmin counting(EventBusAdmin admin, AtomicInteger reads) {
    return wrap(
        EventBusAdmin.class,
        admin,
        (method, answer) -> {
          if (method.getName().equals("groups")) {
            reads.incrementAndGet();
          }
          return answer;
        });
  }

  private static EventBus withAdmin(EventBus bus, EventBusAdmin admin) {
    return wrap(
        EventBus.class, bus, (method, answer) -> method.getName().equals("admin") ? admin : answer);
  }

  private static <T> T wrap(Class<T> type, T inner, BiFunction<Method, Object, Object> instead) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> instead.apply(method, method.invoke(inner, arguments))));
  }

  @Test
  void marksWhatItKnowsAsOldWhenTheStoreIsAway() {
    sampler.runOnce();
    bus.close();
    clock.move(STEP);

    sampler.runOnce();

    assertThat(sampler.overview().stale()).isTrue();
    assertThat(sampler.overview().error()).contains("closed");
    assertThat(sampler.overview().at()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Test
  void tellsHowLongAQueueTakesToDrain() {
    bus.subscribe("order.**", Map.class, (order, context) -> {});
    bus.start();
    for (var queue : Overview.queues()) {
      bus.admin().pause(Stage.GROUP, queue);
    }
    bus.emit("order.created", Map.of());

    sampler.runOnce();

    Overview.Queue queue = sampler.overview().groups().get(0).queues().get(1);
    assertThat(queue.drain()).isEqualTo(new Overview.Drain("paused", null));
    assertThat(queue.ready()).isOne();
  }

  @Test
  void ratesOfFlowsSpanWholeWindows() {
    FlowRates rates = new FlowRates();
    EventFlow at0 = new EventFlow("web", "order.created", 100, Instant.EPOCH);
    EventFlow at8 = new EventFlow("web", "order.created", 900, Instant.EPOCH);
    EventFlow at20 = new EventFlow("web", "order.created", 300, Instant.EPOCH);

    rates.add(List.of(at0), 0);
    assertThat(rates.perSecond(at0)).isNull();
    rates.add(List.of(at8), 8_000);
    assertThat(rates.perSecond(at8)).isNull();
    rates.add(List.of(at20), 20_000);

    assertThat(rates.perSecond(at20)).isEqualTo(10.0);
  }
}
