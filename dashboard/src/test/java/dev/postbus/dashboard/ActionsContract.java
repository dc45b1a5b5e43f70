package dev.postbus.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EmitOptions;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventQueue;
import dev.postbus.PermanentFailureException;
import dev.postbus.QueueCounts;
import dev.postbus.SubscribeOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What people do by means of the dashboard, and who is there, over HTTP. */
abstract class ActionsContract {

  private static final String HANDLER = "Mail.confirm";

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

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(30));
  }

  private EventBusAdmin admin() {
    return stage.bus().admin();
  }

  private QueueCounts counts() {
    return admin().counts(Stage.GROUP, EventQueue.DEFAULT);
  }

  /** Orders of customers that are not known fail at once. */
  private void startFailing() {
    stage
        .bus()
        .subscribe(
            "order.**",
            Map.class,
            SubscribeOptions.builder().id(HANDLER).build(),
            (order, context) -> {
              throw new PermanentFailureException("no such customer");
            });
    stage.bus().start();
  }

  private void makeDead(int count) {
    startFailing();
    stage
        .bus()
        .emitAll(
            "order.created",
            IntStream.range(0, count)
                .mapToObj(number -> Map.of("number", number, "even", number % 2 == 0))
                .toList());
    await().until(() -> counts().dead() == count);
  }

  private void makeDelayed(int count) {
    startFailing();
    EmitOptions later = EmitOptions.builder().delay(Duration.ofHours(1)).build();
    for (int number = 0; number < count; number++) {
      stage.bus().emit("order.reminder", Map.of("number", number), later);
    }
  }

  private List<String> names(String list, String name) {
    return browser
        .get("api/groups/shop/" + list)
        .json()
        .path("items")
        .valueStream()
        .map(item -> item.path(name).asString())
        .toList();
  }

  private Browser.Reply act(String action, List<String> names) {
    return browser.post(
        "api/groups/shop/actions",
        "{\"action\":\"%s\",\"items\":[\"%s\"]}".formatted(action, String.join("\",\"", names)));
  }

  private JsonNode runJob(String action, String filter) {
    JsonNode job =
        browser
            .post(
                "api/jobs",
                "{\"action\":\"%s\",\"group\":\"shop\",\"filter\":%s}".formatted(action, filter))
            .json()
            .path("job");
    return await().until(() -> job(job.path("id").asString()), this::hasEnded);
  }

  private boolean hasEnded(JsonNode job) {
    return !job.path("state").asString().equals("running");
  }

  private JsonNode job(String id) {
    return browser
        .get("api/jobs")
        .json()
        .path("jobs")
        .valueStream()
        .filter(job -> job.path("id").asString().equals(id))
        .findAny()
        .orElseThrow();
  }

  private List<String> audited(String name) {
    return browser
        .get("api/audit")
        .json()
        .path("items")
        .valueStream()
        .map(entry -> entry.path(name).asString())
        .toList();
  }

  @Test
  void chosenDeadLettersAreDiscardedAndNoted() {
    makeDead(3);
    List<String> keys = names("dead", "key");
    String event = names("dead", "eventId").get(0);

    Browser.Reply reply = act("discard", keys.subList(0, 2));
    Browser.Reply again = act("discard", keys.subList(0, 2));

    assertThat(reply.json().path("done").asInt()).isEqualTo(2);
    assertThat(again.json().path("done").asInt()).isZero();
    assertThat(again.json().path("missing").asInt()).isEqualTo(2);
    assertThat(names("dead", "key")).containsExactly(keys.get(2));
    assertThat(audited("action")).containsExactly("discard");
    assertThat(audited("who")).containsExactly("127.0.0.1");
    assertThat(audited("target").get(0))
        .contains("2 dead letters of shop", "order.created " + event + " (" + HANDLER + ")");
  }

  @Test
  void redrivenDeadLetterIsHandledAgain() {
    makeDead(1);
    String key = names("dead", "key").get(0);

    Browser.Reply reply = act("redrive", List.of(key));

    assertThat(reply.json().path("done").asInt()).isOne();
    List<String> fresh =
        await().until(() -> names("dead", "key"), keys -> keys.size() == 1 && !keys.contains(key));
    assertThat(fresh).doesNotContain(key);
  }

  @Test
  void delayedEventsAreCancelledAndRunNow() {
    makeDelayed(3);
    List<String> events = names("delayed", "eventId");
    List<String> deliveries = names("delayed", "deliveryId");

    Browser.Reply cancelled = act("cancel", List.of(events.get(0), "none"));
    Browser.Reply hurried = act("runNow", List.of(deliveries.get(1)));

    assertThat(cancelled.json().path("done").asInt()).isOne();
    assertThat(cancelled.json().path("missing").asInt()).isOne();
    assertThat(hurried.json().path("done").asInt()).isOne();
    await().until(() -> counts().dead() == 1);
    assertThat(names("dead", "eventId")).containsExactly(events.get(1));
    assertThat(names("delayed", "eventId")).containsExactly(events.get(2));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThat(act("burn", List.of("1")).message()).contains("burn", "redrive");
    assertThat(browser.post("api/groups/shop/actions", "{\"action\":\"redrive\"}").message())
        .contains("items", "1 to 200");
    assertThat(browser.post("api/groups/none/pause", "{\"queues\":[\"HIGH\"]}").status())
        .isEqualTo(404);
    assertThat(
            browser
                .post(
                    "api/jobs",
                    "{\"action\":\"redrive\",\"group\":\"shop\",\"filter\":{\"event\":\"a..\"}}")
                .status())
        .isEqualTo(400);
    assertThat(audited("action")).isEmpty();
  }

  @Test
  void pauseAndResumeActOnTheirQueues() {
    startFailing();

    Browser.Reply paused = browser.post("api/groups/shop/pause", "{\"queues\":[\"HIGH\",\"LOW\"]}");

    assertThat(paused.status()).isEqualTo(200);
    assertThat(admin().paused(Stage.GROUP, EventQueue.HIGH)).isTrue();
    assertThat(admin().paused(Stage.GROUP, EventQueue.DEFAULT)).isFalse();

    browser.post("api/groups/shop/resume", "{\"queues\":[\"HIGH\"]}");

    assertThat(admin().paused(Stage.GROUP, EventQueue.HIGH)).isFalse();
    assertThat(admin().paused(Stage.GROUP, EventQueue.LOW)).isTrue();
    assertThat(audited("target")).containsExactly("HIGH of shop", "HIGH, LOW of shop");
  }

  @Test
  void jobActsOnAllThatMatchAndShowsItsProgress() {
    makeDead(250);
    LiveStream live = browser.stream("api/stream");

    JsonNode ended = runJob("discard", "{\"event\":\"order.*\",\"text\":\"\\\"even\\\":true\"}");

    assertThat(ended.path("state").asString()).isEqualTo("done");
    assertThat(ended.path("found").asInt()).isEqualTo(125);
    assertThat(ended.path("done").asInt()).isEqualTo(125);
    assertThat(ended.path("looked").asInt()).isEqualTo(250);
    assertThat(counts().dead()).isEqualTo(125);
    assertThat(audited("target").get(0)).contains("125 dead letters", "event order.*");
    assertThat(audited("target").get(1)).contains("begun");
    await()
        .untilAsserted(
            () ->
                assertThat(live.of("job"))
                    .last()
                    .satisfies(job -> assertThat(hasEnded(job)).isTrue()));
  }

  @Test
  void redrivingAllTakesEachOnceThoughAllFailAgain() {
    makeDead(120);

    JsonNode ended = runJob("redrive", "{}");

    assertThat(ended.path("done").asInt()).isEqualTo(120);
    await().until(() -> counts().dead() == 120);
  }

  @Test
  void allDelayedAreCancelled() {
    makeDelayed(5);

    JsonNode ended = runJob("cancel", "{}");

    assertThat(ended.path("done").asInt()).isEqualTo(5);
    assertThat(counts().delayed()).isZero();
    assertThat(browser.post("api/jobs/none/cancel", "{}").status()).isEqualTo(404);
  }

  @Test
  void emittedEventKeepsWhatWasWritten() {
    startFailing();
    for (EventQueue queue : EventQueue.values()) {
      admin().pause(Stage.GROUP, queue);
    }

    JsonNode receipt =
        browser
            .post(
                "api/emit",
                "{\"event\":\"order.created\",\"priority\":\"high\",\"eventId\":\"by-hand\","
                    + "\"correlationId\":\"cart\",\"headers\":{\"tenant\":\"acme\"},"
                    + "\"payload\":{\"big\":12345678901234567890,\"price\":0.10000000000000000001}}")
            .json();
    JsonNode item = browser.get("api/groups/shop/ready/by-hand?queue=HIGH").json().path("item");

    assertThat(receipt.path("eventId").asString()).isEqualTo("by-hand");
    assertThat(receipt.path("groups").asInt()).isOne();
    assertThat(receipt.path("duplicate").asBoolean()).isFalse();
    assertThat(item.path("payload").asString())
        .contains("12345678901234567890", "0.10000000000000000001");
    assertThat(item.path("headers").path("tenant").asString()).isEqualTo("acme");
    assertThat(item.path("correlationId").asString()).isEqualTo("cart");
    assertThat(audited("target")).containsExactly("order.created by-hand");
    assertThat(browser.post("api/emit", "{\"event\":\"order.created\"}").message())
        .contains("payload");
    assertThat(
            browser
                .post("api/emit", "{\"event\":\"order.created\",\"payload\":1,\"attempts\":0}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void instancesShowWhereTheyRunAndWhat() {
    CountDownLatch end = new CountDownLatch(1);
    stage
        .bus()
        .subscribe(
            "order.**",
            Map.class,
            SubscribeOptions.builder().id(HANDLER).build(),
            (order, context) -> end.await());
    stage.bus().start();
    String id = stage.bus().emit("order.created", Map.of()).eventId();
    browser.stream("api/stream");

    JsonNode instance =
        await()
            .until(
                () -> browser.get("api/instances").json().path("instances").path(0),
                found -> !found.path("running").isEmpty());
    end.countDown();

    assertThat(instance.path("group").asString()).isEqualTo(Stage.GROUP);
    assertThat(instance.path("host").asString()).isNotEmpty();
    assertThat(instance.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
    assertThat(instance.path("stuck").asBoolean()).isFalse();
    assertThat(instance.path("since").asString()).startsWith("20");
    assertThat(instance.path("leaseUntil").asString()).startsWith("20");
    assertThat(instance.path("handlers").path(0).asString()).isEqualTo(HANDLER);
    assertThat(instance.path("running").path(0).path("eventId").asString()).isEqualTo(id);
    assertThat(browser.get("api/overview").json().path("groups").path(0).path("instances").asInt())
        .isOne();
  }

  @Test
  void topologyLeadsFromSourcesToHandlers() {
    startFailing();
    stage.bus().emit("order.created", Map.of());
    stage.bus().emit("stock.counted", Map.of());
    browser.stream("api/stream");

    JsonNode topology =
        await()
            .until(
                () -> browser.get("api/topology").json(),
                found -> found.path("sources").path(0).path("events").size() == 2);

    assertThat(topology.path("sources").path(0).path("source").asString()).isEqualTo("web");
    assertThat(topology.path("edges")).hasSize(1);
    JsonNode edge = topology.path("edges").path(0);
    assertThat(edge.path("event").asString()).isEqualTo("order.created");
    assertThat(edge.path("group").asString()).isEqualTo(Stage.GROUP);
    assertThat(edge.path("handler").asString()).isEqualTo(HANDLER);
    JsonNode group = topology.path("groups").path(0);
    assertThat(group.path("ready").isNumber()).isTrue();
    assertThat(group.path("queues")).hasSize(3);
    assertThat(group.path("handlers").path(0).path("live").asBoolean()).isTrue();
    assertThat(group.path("handlers").path(0).path("patterns").path(0).asString())
        .isEqualTo("order.**");
  }

  @Test
  void tailShowsWhatIsHandledAndMatches() {
    startFailing();
    LiveStream orders = browser.stream("api/tail?pattern=order.*");
    LiveStream others = browser.stream("api/tail?pattern=order.*&group=other");

    await()
        .untilAsserted(
            () -> {
              stage.bus().emit("order.created", Map.of("number", 7));
              assertThat(orders.of("handled"))
                  .anySatisfy(
                      handled -> {
                        assertThat(handled.path("outcome").asString()).isEqualTo("dead");
                        assertThat(handled.path("handler").asString()).isEqualTo(HANDLER);
                        assertThat(handled.path("payload").asString()).contains("7");
                        assertThat(handled.path("tookMs").isNumber()).isTrue();
                      });
            });

    assertThat(others.of("handled")).isEmpty();
    assertThat(browser.get("api/tail?pattern=order..").status()).isEqualTo(400);
  }
}
