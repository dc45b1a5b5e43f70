package dev.postbus.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.postbus.Backoff;
import dev.postbus.EmitOptions;
import dev.postbus.EmitReceipt;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusListener;
import dev.postbus.EventMetadata;
import dev.postbus.EventPriority;
import dev.postbus.EventQueue;
import dev.postbus.SubscribeOptions;
import dev.postbus.local.LocalEventBus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PostbusMetricsTest {

  record Order(int number) {}

  private final Scrape scrape = new Scrape();
  private final PostbusMetrics metrics =
      PostbusMetrics.builder(scrape.registry).sampleEvery(Duration.ofMillis(100)).build();
  private final List<EventBus> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(EventBus::close);
    metrics.close();
    scrape.close();
  }

  private static EventBusConfig.Builder config(String group) {
    return EventBusConfig.builder().group(group).source("web").backoff(Backoff.none());
  }

  private EventBus bus(PostbusMetrics by, EventBusConfig.Builder config) {
    EventBus bus = LocalEventBus.create(by.instrument(config.build()));
    opened.add(bus);
    bus.start();
    return bus;
  }

  private EventBus bus() {
    return bus(metrics, config("shop"));
  }

  private static SubscribeOptions handler(String id) {
    return SubscribeOptions.builder().id(id).attempts(2).build();
  }

  private static EmitOptions low() {
    return EmitOptions.builder().priority(EventPriority.LOW).build();
  }

  @Test
  void everyOutcomeOfAHandlerIsCountedWithItsDuration() {
    EventBus bus = bus();
    bus.subscribe("order.created", Order.class, handler("good"), (order, context) -> {});
    bus.subscribe(
        "order.created",
        Order.class,
        handler("bad"),
        (order, context) -> {
          CompletableFuture.runAsync(
                  () -> {},
                  CompletableFuture.delayedExecutor(5, java.util.concurrent.TimeUnit.MILLISECONDS))
              .join();
          throw new IllegalStateException("no luck");
        });

    bus.emit("order.created", new Order(1), low());

    String[] bad = {"group", "shop", "queue", "low", "event", "order.created", "handler", "bad"};
    String[] good = {"group", "shop", "queue", "low", "event", "order.created", "handler", "good"};
    await()
        .untilAsserted(
            () -> {
              assertThat(count(good, "success")).isOne();
              assertThat(count(bad, "dead")).isOne();
            });
    assertThat(count(bad, "retry")).isOne();
    assertThat(scrape.value("postbus_process_seconds_sum", "handler", "bad", "outcome", "retry"))
        .isBetween(0.004, 30.0);
    assertThat(scrape.value("postbus_process_seconds_sum", "handler", "bad", "outcome", "dead"))
        .isBetween(0.004, 30.0);
    assertThat(
            scrape.value(
                "postbus_process_seconds_bucket",
                "handler",
                "bad",
                "outcome",
                "dead",
                "le",
                "0.001"))
        .isZero();
    assertThat(
            scrape.value(
                "postbus_process_seconds_bucket",
                "handler",
                "bad",
                "outcome",
                "dead",
                "le",
                "+Inf"))
        .isOne();
  }

  private double count(String[] labels, String outcome) {
    String[] all = java.util.Arrays.copyOf(labels, labels.length + 2);
    all[labels.length] = "outcome";
    all[labels.length + 1] = outcome;
    return scrape.value("postbus_process_seconds_count", all);
  }

  @Test
  void everyOutcomeOfAnEmitIsCounted() {
    EventBus bus = bus(metrics, config("shop").maxPayloadBytes(20));
    EmitOptions known = EmitOptions.builder().eventId("order-1").build();

    bus.emit("order.created", new Order(1), known);
    bus.emit("order.created", new Order(1), known);
    bus.emitAll("order.created", List.of(new Order(2), new Order(3)), EmitOptions.none());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bus.emit("order.created", Map.of("text", "x".repeat(100))));

    String emits = "postbus_emit_seconds_count";
    assertThat(scrape.value(emits, "source", "web", "event", "order.created", "outcome", "stored"))
        .isEqualTo(3);
    assertThat(scrape.value(emits, "outcome", "duplicate")).isOne();
    assertThat(scrape.value(emits, "outcome", "refused")).isOne();
    assertThat(scrape.value("postbus_emit_seconds_sum", "outcome", "stored")).isPositive();
  }

  @Test
  void theDelayOfAFirstDeliveryIsMeasuredAndThatOfARetryIsNot() {
    EventBus bus = bus();
    bus.subscribe(
        "order.created",
        Order.class,
        handler("flaky"),
        (order, context) -> {
          if (context.attempt() == 1) {
            throw new IllegalStateException("once");
          }
        });

    bus.emit(
        "order.created", new Order(1), EmitOptions.builder().delay(Duration.ofMillis(30)).build());

    await().until(() -> bus.admin().counts("shop", EventQueue.DEFAULT).handled() == 1);
    String[] labels = {"group", "shop", "queue", "default", "event", "order.created"};
    assertThat(scrape.value("postbus_delivery_delay_seconds_count", labels)).isOne();
    assertThat(scrape.value("postbus_delivery_delay_seconds_sum", labels)).isBetween(0.03, 30.0);
  }

  @Test
  void handlersAreActiveUntilTheirRunsEnd() {
    EventBus bus = bus();
    CompletableFuture<String> stage = new CompletableFuture<>();
    bus.subscribeAsync("slow", Order.class, handler("later"), (order, context) -> stage);
    String[] labels = {"group", "shop", "queue", "default"};
    assertThat(scrape.value("postbus_process_active", labels)).isZero();

    bus.emit("slow", new Order(1));

    await().until(() -> scrape.value("postbus_process_active", labels) == 1);
    stage.complete("done");
    await().until(() -> scrape.value("postbus_process_active", labels) == 0);
  }

  @Test
  void namesBeyondTheLimitShareOneValueAndNoIdIsATag() {
    try (PostbusMetrics few =
        PostbusMetrics.builder(scrape.registry).nameLimit(3).histograms(false).build()) {
      EventBus bus = bus(few, config("shop"));
      for (int number = 0; number < 10; number++) {
        bus.subscribe(
            "order.n" + number, Order.class, handler("handler-" + number), (order, context) -> {});
      }

      List<EmitReceipt> receipts =
          IntStream.range(0, 10)
              .mapToObj(number -> bus.emit("order.n" + number, new Order(number)))
              .toList();

      await().until(() -> bus.admin().counts("shop", EventQueue.DEFAULT).handled() == 10);
      assertThat(scrape.labels("postbus_emit_seconds_count", "event"))
          .containsExactly("(others)", "order.n0", "order.n1", "order.n2");
      assertThat(scrape.value("postbus_emit_seconds_count", "event", "(others)")).isEqualTo(7);
      await()
          .untilAsserted(
              () ->
                  assertThat(scrape.labels("postbus_process_seconds_count", "handler"))
                      .hasSize(4)
                      .contains("(others)"));
      assertThat(scrape.text())
          .doesNotContain("_bucket")
          .doesNotContain(receipts.stream().map(EmitReceipt::eventId).toList());
    }
  }

  @Test
  void queuesAreShownOfEveryGroupWithAllThatIsInThem() {
    EventBus bus = bus();
    bus.subscribe("order.*", Order.class, handler("good"), (order, context) -> {});
    bus.subscribe(
        "bad.one",
        Order.class,
        handler("bad"),
        (order, context) -> {
          throw new IllegalStateException("always");
        });
    bus.emit("bad.one", new Order(1));
    await().until(() -> bus.admin().counts("shop", EventQueue.DEFAULT).dead() == 1);
    bus.admin().pause("shop", EventQueue.DEFAULT);
    bus.emitAll("order.created", List.of(new Order(2), new Order(3)), EmitOptions.none());
    bus.emit(
        "order.created", new Order(4), EmitOptions.builder().delay(Duration.ofDays(1)).build());

    metrics.watch(bus);

    String[] queue = {"group", "shop", "queue", "default", "state"};
    await().untilAsserted(() -> assertThat(size(queue, "ready")).isEqualTo(2));
    assertThat(size(queue, "dead")).isOne();
    assertThat(size(queue, "delayed")).isOne();
    assertThat(size(queue, "in_flight")).isZero();
    await()
        .untilAsserted(
            () ->
                assertThat(
                        scrape.value(
                            "postbus_queue_oldest_age_seconds",
                            "group",
                            "shop",
                            "queue",
                            "default"))
                    .isBetween(0.001, 30.0));
    assertThat(scrape.value("postbus_queue_oldest_age_seconds", "group", "shop", "queue", "high"))
        .isZero();
  }

  private double size(String[] queue, String state) {
    String[] labels = java.util.Arrays.copyOf(queue, queue.length + 1);
    labels[queue.length] = state;
    return scrape.value("postbus_queue_size", labels);
  }

  @Test
  void aBusThatIsClosedIsShownNoMore() {
    EventBus bus = bus();
    metrics.watch(bus, "shop");
    await().until(() -> scrape.text().contains("postbus_queue_size"));

    bus.close();

    await()
        .untilAsserted(
            () ->
                assertThat(scrape.text())
                    .doesNotContain("postbus_queue_size")
                    .doesNotContain("postbus_queue_oldest_age"));
  }

  @Test
  void closingEndsTheSampling() {
    EventBus bus = bus();
    metrics.watch(bus, "shop");
    await().until(() -> scrape.text().contains("postbus_queue_size"));

    metrics.close();

    assertThat(scrape.text()).doesNotContain("postbus_queue_size");
    assertThatIllegalStateException().isThrownBy(() -> metrics.watch(bus, "shop"));
  }

  @Test
  void whatHappensToTheGroupIsCountedFromZero() {
    EventBusConfig instrumented = metrics.instrument(config("shop").build());

    assertThat(scrape.value("postbus_recovered_total", "group", "shop")).isZero();
    assertThat(scrape.value("postbus_redis_errors_total", "group", "shop")).isZero();
    assertThat(scrape.value("postbus_dropped_total", "group", "shop")).isZero();
    instrumented.listener().onRecovered("shop", 5);
    instrumented.listener().onDropped("shop", 3);
    instrumented.listener().onStoreFailed("connection refused");
    instrumented.listener().onStoreFailed("connection refused");

    assertThat(scrape.value("postbus_recovered_total", "group", "shop")).isEqualTo(5);
    assertThat(scrape.value("postbus_dropped_total", "group", "shop")).isEqualTo(3);
    assertThat(scrape.value("postbus_redis_errors_total", "group", "shop")).isEqualTo(2);
  }

  @Test
  void theListenerOfTheConfigurationIsToldAsBefore() {
    List<String> emitted = new CopyOnWriteArrayList<>();
    EventBusListener own =
        new EventBusListener() {
          @Override
          public void onEmitted(EventMetadata event, int groups) {
            emitted.add(event.event());
          }
        };
    EventBus bus = bus(metrics, config("shop").listener(own));

    bus.emit("order.created", new Order(1));

    assertThat(emitted).containsExactly("order.created");
  }

  @Test
  void twoBusesShareARegistry() {
    EventBus shop = bus();
    EventBus mail = bus(metrics, config("mail"));
    shop.emit("a", new Order(1));
    mail.emit("a", new Order(2));

    assertThat(scrape.value("postbus_emit_seconds_count", "event", "a")).isEqualTo(2);
    assertThat(scrape.labels("postbus_process_active", "group")).containsExactly("mail", "shop");
  }

  @Test
  void misuseIsRefused() {
    PostbusMetrics.Builder builder = PostbusMetrics.builder(scrape.registry);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.nameLimit(0))
        .withMessage("nameLimit is 0; it must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.sampleEvery(Duration.ofMillis(99)))
        .withMessage("sampleEvery is PT0.099S; it must be at least PT0.1S");
  }
}
