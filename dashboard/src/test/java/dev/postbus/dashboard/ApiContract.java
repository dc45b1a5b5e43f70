package dev.postbus.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postbus.Backoff;
import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventQueue;
import dev.postbus.PermanentFailureException;
import dev.postbus.SubscribeOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What every view reads, over HTTP. */
abstract class ApiContract {

  static final String HANDLER = "Mail.confirm";

  private Stage stage;
  private Browser browser;

  abstract Stage stage();

  @BeforeEach
  void open() {
    stage = stage();
    browser = stage.browser();
  }

  @AfterEach
  void close() {
    stage.close();
  }

  Stage opened() {
    return stage;
  }

  Browser browser() {
    return browser;
  }

  private EventBus bus() {
    return stage.bus();
  }

  /** Binds the group to all orders; what is handled here fails at once. */
  void bindFailing() {
    bus()
        .subscribe(
            "order.**",
            Map.class,
            SubscribeOptions.builder().id(HANDLER).build(),
            (order, context) -> {
              throw new PermanentFailureException("no such customer");
            });
    bus().start();
  }

  void bindPaused() {
    bindFailing();
    for (EventQueue queue : EventQueue.values()) {
      bus().admin().pause(Stage.GROUP, queue);
    }
  }

  List<String> emit(String event, int count) {
    return bus()
        .emitAll(
            event,
            IntStream.rangeClosed(1, count)
                .mapToObj(number -> Map.of("number", number, "customer", "Ada"))
                .toList())
        .stream()
        .map(receipt -> receipt.eventId())
        .toList();
  }

  void awaitDead(int count) {
    await()
        .untilAsserted(
            () ->
                assertThat(bus().admin().counts(Stage.GROUP, EventQueue.DEFAULT).dead())
                    .isEqualTo(count));
  }

  static List<String> texts(JsonNode items, String name) {
    return items.valueStream().map(item -> item.path(name).asString()).toList();
  }

  @Test
  void sessionTellsWhatThePageMustKnow() {
    JsonNode session = browser.get("api/session").json();

    assertThat(session.path("authenticated").asBoolean()).isTrue();
    assertThat(session.path("loginRequired").asBoolean()).isFalse();
    assertThat(session.path("readOnly").asBoolean()).isFalse();
    assertThat(session.path("redacted").asBoolean()).isFalse();
    assertThat(session.path("csrf").asString()).hasSizeGreaterThan(30);
    assertThat(session.path("who").isNull()).isTrue();
  }

  @Test
  void overviewShowsEveryQueueOfEveryGroup() {
    bindPaused();
    emit("order.created", 3);
    bus().emit("order.later", Map.of(), EmitOptions.builder().delay(Duration.ofHours(1)).build());
    LiveStream live = browser.stream("api/stream");

    JsonNode group =
        await()
            .until(
                () -> browser.get("api/overview").json().path("groups").path(0),
                found -> found.path("totals").path("ready").asInt() == 3);

    assertThat(live.header("Content-Type")).isEqualTo("text/event-stream");
    assertThat(group.path("group").asString()).isEqualTo(Stage.GROUP);
    assertThat(group.path("totals").path("delayed").asInt()).isOne();
    assertThat(texts(group.path("queues"), "queue")).containsExactly("HIGH", "DEFAULT", "LOW");
    JsonNode queue = group.path("queues").path(1);
    assertThat(queue.path("name").asString()).isEqualTo("events:default");
    assertThat(queue.path("paused").asBoolean()).isTrue();
    assertThat(queue.path("ready").asInt()).isEqualTo(3);
    assertThat(queue.path("emitted").asInt()).isEqualTo(4);
    assertThat(queue.path("oldestAgeMs").asLong(-1)).isNotNegative();
    assertThat(queue.path("drain").path("state").asString()).isEqualTo("paused");
    assertThat(group.path("queues").path(0).path("drain").path("state").asString())
        .isEqualTo("empty");
    assertThat(group.path("queues").path(0).path("oldestAgeMs").isNull()).isTrue();
    await()
        .untilAsserted(
            () ->
                assertThat(live.of("overview"))
                    .anySatisfy(
                        overview ->
                            assertThat(overview.path("totals").path("ready").asInt())
                                .isEqualTo(3)));
  }

  @Test
  void historyHasColumnsOfOneLength() {
    bindPaused();
    emit("order.created", 2);
    LiveStream live = browser.stream("api/stream");
    await().until(() -> live.of("overview").size() > 2);

    JsonNode all = browser.get("api/history").json();
    JsonNode one = browser.get("api/history?group=shop&queue=DEFAULT").json();
    JsonNode lines = browser.get("api/history/groups").json();

    assertThat(all.path("stepSeconds").asInt()).isEqualTo(10);
    int points = all.path("t").size();
    assertThat(points).isPositive();
    assertThat(all.path("oldestAgeMs").size()).isEqualTo(points);
    assertThat(all.path("handledPerSecond").size()).isEqualTo(points);
    assertThat(
            one.path("ready").path(one.path("ready").size() - 1).isNumber()
                || one.path("ready").path(one.path("ready").size() - 2).isNumber())
        .isTrue();
    assertThat(lines.path("groups").path("shop").path("ready").size())
        .isEqualTo(lines.path("t").size());
    assertThat(browser.get("api/history?group=unknown").status()).isEqualTo(404);
    assertThat(browser.get("api/history?queue=URGENT").message()).contains("URGENT");
  }

  @Test
  void readyIsPagedAndSearched() {
    bindPaused();
    List<String> ids = emit("order.created", 5);
    emit("order.paid", 1);

    JsonNode first = browser.get("api/groups/shop/ready?queue=DEFAULT&limit=2").json();
    JsonNode second =
        browser
            .get("api/groups/shop/ready?queue=DEFAULT&limit=2&cursor=" + first.path("next"))
            .json();
    JsonNode paid = browser.get("api/groups/shop/ready?queue=DEFAULT&event=*.paid").json();
    JsonNode text = browser.get("api/groups/shop/ready?queue=DEFAULT&text=NUMBER%22:4").json();
    JsonNode one = browser.get("api/groups/shop/ready/" + ids.get(3) + "?queue=DEFAULT").json();

    assertThat(texts(first.path("items"), "eventId")).isEqualTo(ids.subList(0, 2));
    assertThat(texts(second.path("items"), "eventId")).isEqualTo(ids.subList(2, 4));
    assertThat(first.path("total").asInt()).isEqualTo(6);
    assertThat(texts(paid.path("items"), "event")).containsExactly("order.paid");
    assertThat(paid.path("next").asInt()).isEqualTo(-1);
    assertThat(texts(text.path("items"), "eventId")).containsExactly(ids.get(3));
    JsonNode item = one.path("item");
    assertThat(item.path("payload").asString()).contains("\"customer\":\"Ada\"");
    assertThat(item.path("source").asString()).isEqualTo("web");
    assertThat(texts(item.path("handlers"), "")).hasSize(1);
    assertThat(item.path("handlers").path(0).asString()).isEqualTo(HANDLER);
    assertThat(browser.get("api/groups/shop/ready").message()).contains("queue");
    assertThat(browser.get("api/groups/shop/ready/none?queue=LOW").status()).isEqualTo(404);
  }

  @Test
  void inFlightShowsWhatRuns() {
    CountDownLatch end = new CountDownLatch(1);
    bus()
        .subscribe(
            "order.**",
            Map.class,
            SubscribeOptions.builder().id(HANDLER).build(),
            (order, context) -> end.await());
    bus().start();
    String id = emit("order.created", 1).get(0);

    JsonNode items =
        await()
            .until(
                () -> browser.get("api/groups/shop/in-flight").json().path("items"),
                found -> !found.isEmpty());
    JsonNode one = browser.get("api/groups/shop/in-flight/" + id).json().path("item");
    end.countDown();

    assertThat(items.path(0).path("eventId").asString()).isEqualTo(id);
    assertThat(one.path("instance").asString()).isNotEmpty();
    assertThat(one.path("handlers").path(0).asString()).isEqualTo(HANDLER);
    await()
        .untilAsserted(
            () ->
                assertThat(browser.get("api/groups/shop/in-flight/" + id).status()).isEqualTo(404));
  }

  @Test
  void delayedShowsFirstDeliveriesAndRetries() {
    bus()
        .subscribe(
            "order.**",
            Map.class,
            SubscribeOptions.builder()
                .id(HANDLER)
                .attempts(3)
                .backoff(Backoff.fixed(Duration.ofHours(2)))
                .build(),
            (order, context) -> {
              throw new IllegalStateException("not yet");
            });
    bus().start();
    emit("order.retried", 1);
    bus().emit("order.later", Map.of(), EmitOptions.builder().delay(Duration.ofHours(1)).build());

    JsonNode items =
        await()
            .until(
                () -> browser.get("api/groups/shop/delayed").json().path("items"),
                found -> found.size() == 2);

    assertThat(texts(items, "event")).containsExactly("order.later", "order.retried");
    assertThat(items.path(0).path("firstDelivery").asBoolean()).isTrue();
    assertThat(items.path(0).path("handler").isNull()).isTrue();
    assertThat(items.path(1).path("firstDelivery").asBoolean()).isFalse();
    assertThat(items.path(1).path("handler").asString()).isEqualTo(HANDLER);
    assertThat(items.path(1).path("attempts").asInt()).isOne();
    String delivery = items.path(1).path("deliveryId").asString();
    JsonNode one = browser.get("api/groups/shop/delayed/" + delivery).json().path("item");
    assertThat(one.path("event").asString()).isEqualTo("order.retried");
    assertThat(browser.get("api/groups/shop/delayed/none").status()).isEqualTo(404);
    assertThat(
            texts(
                browser
                    .get("api/groups/shop/delayed?handler=" + HANDLER + "&event=*.retried")
                    .json()
                    .path("items"),
                "event"))
        .containsExactly("order.retried");
  }

  @Test
  void deadIsPagedSearchedAndShownInDetail() {
    bindFailing();
    List<String> ids = emit("order.created", 3);
    awaitDead(3);

    JsonNode first = browser.get("api/groups/shop/dead?limit=2").json();
    JsonNode byId = browser.get("api/groups/shop/dead?id=" + ids.get(1)).json();
    JsonNode byReason = browser.get("api/groups/shop/dead?text=no+such+CUSTOMER").json();
    JsonNode none = browser.get("api/groups/shop/dead?handler=Other").json();
    JsonNode detail = browser.get("api/groups/shop/dead/" + ids.get(1)).json().path("items");

    assertThat(first.path("items").size()).isEqualTo(2);
    assertThat(first.path("next").asInt()).isEqualTo(2);
    assertThat(first.path("total").asInt()).isEqualTo(3);
    assertThat(texts(byId.path("items"), "eventId")).containsExactly(ids.get(1));
    assertThat(byReason.path("items").size()).isEqualTo(3);
    assertThat(none.path("items").size()).isZero();
    assertThat(byId.path("items").path(0).path("reason").asString())
        .contains("no such customer")
        .doesNotContain("\n");
    assertThat(detail.path(0).path("reason").asString()).contains("\n\tat ");
    assertThat(detail.path(0).path("handler").asString()).isEqualTo(HANDLER);
    assertThat(detail.path(0).path("attempts").asInt()).isOne();
    assertThat(detail.path(0).path("payload").asString()).contains("Ada");
    assertThat(browser.get("api/groups/shop/dead/none").status()).isEqualTo(404);
    assertThat(browser.get("api/groups/shop/dead?limit=1000").message()).contains("1 to 200");
    assertThat(browser.get("api/groups/shop/dead?event=order..").message()).contains("order..");
  }
}
