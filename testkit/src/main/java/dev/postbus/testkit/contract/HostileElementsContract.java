package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.BaseEvent;
import dev.postbus.DeadLetter;
import dev.postbus.EventBus;
import dev.postbus.EventQueue;
import dev.postbus.EventType;
import dev.postbus.QueueCounts;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of queue elements that no bus has put there. */
public interface HostileElementsContract extends DurableContract {

  /** Makes a bus look at its queue at once: a foreign program wakes nobody. */
  @EventType("wake.up")
  record WakeUp() implements BaseEvent {}

  private static QueueCounts counts(EventBus bus) {
    return bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT);
  }

  private static Map<String, String> broken() {
    Map<String, String> broken = new LinkedHashMap<>();
    broken.put("not JSON", "hello");
    broken.put("empty", "");
    broken.put("cut off", "{\"specversion\":\"1.0\",\"id\":\"1\"");
    broken.put("no object", "[1,2,3]");
    broken.put("a number", "42");
    broken.put("null", "null");
    broken.put("empty object", "{}");
    broken.put("wrong version", element("9.0", "ping.sent", "{\"number\":1}"));
    broken.put(
        "without type", "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"x\",\"data\":{}}");
    broken.put(
        "without data",
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"x\",\"type\":\"ping.sent\"}");
    broken.put(
        "other content",
        element("1.0", "ping.sent", "{}")
            .replace("\"data\"", "\"datacontenttype\":\"text/xml\",\"data\""));
    broken.put("two documents", element("1.0", "ping.sent", "{}") + "{}");
    broken.put("bad handlers", "{\"handlers\":\"9,1,x\"}");
    broken.put("unknown handlers", "{\"handlers\":\"77\",\"nonsense\"");
    broken.put("huge", "x".repeat(3 << 20));
    broken.put("deep", "[".repeat(200_000));
    broken.put("deep data", element("1.0", "ping.sent", "[".repeat(200_000)));
    broken.put("control characters", "{\"id\":\"\u0000\u0001\n\"}");
    broken.put("unbound event", element("1.0", "nobody.listens", "{\"number\":1}"));
    return broken;
  }

  private static String element(String version, String type, String data) {
    return "{\"specversion\":\"%s\",\"id\":\"raw-1\",\"source\":\"elsewhere\",\"type\":\"%s\",\"data\":%s}"
        .formatted(version, type, data);
  }

  @Test
  @Behaviour(57)
  default void buriesBrokenElementsAndLivesOn(DurableBuses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    Map<String, String> broken = broken();

    broken.values().forEach(element -> buses.pushRaw(EventQueue.DEFAULT, element));
    bus.emit(new Ping(1));

    inbox.awaitCall(1);
    eventually(() -> assertThat(counts(bus).dead()).isEqualTo(broken.size()));
    List<DeadLetter> letters = bus.admin().deadLetters(Buses.GROUP, 0, 100);
    assertThat(letters)
        .allSatisfy(
            letter -> {
              assertThat(letter.reason()).isNotBlank().hasSizeLessThan(32_000);
              assertThat(letter.attempts()).isZero();
            });
    assertThat(letters.stream().map(DeadLetter::payloadJson).toList())
        .hasSize(broken.size())
        .containsAll(
            broken.entrySet().stream()
                .filter(entry -> !entry.getKey().equals("unbound event"))
                .map(Map.Entry::getValue)
                .toList());
    assertThat(inbox.calls()).hasSize(1);
    eventually(() -> assertThat(counts(bus).inFlight()).isZero());
  }

  @Test
  @Behaviour(57)
  default void buriesBytesThatAreNoText(DurableBuses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);

    buses.pushRaw(EventQueue.DEFAULT, new byte[] {(byte) 0xff, (byte) 0xfe, 0, '{', (byte) 0x80});
    bus.emit(new Ping(1));

    inbox.awaitCall(1);
    eventually(() -> assertThat(counts(bus).dead()).isOne());
  }

  @Test
  @Behaviour(57)
  default void countsAndDiscardsBrokenElements(DurableBuses buses) {
    EventBus bus = buses.started();
    bus.subscribe(Ping.class, Inbox.accepting());
    buses.pushRaw(EventQueue.DEFAULT, "broken");
    bus.emit(new Ping(1));
    eventually(() -> assertThat(counts(bus).dead()).isOne());
    eventually(() -> assertThat(counts(bus).handled()).isOne());
    assertThat(counts(bus)).isEqualTo(new QueueCounts(2, 0, 0, 0, 1, 1, 0, 0, 0));

    DeadLetter letter = bus.admin().deadLetters(Buses.GROUP, 0, 1).get(0);
    boolean discarded = bus.admin().discard(Buses.GROUP, letter.metadata().eventId());

    assertThat(letter.metadata().event()).isEqualTo("unreadable");
    assertThat(discarded).isTrue();
    assertThat(counts(bus)).isEqualTo(new QueueCounts(2, 0, 0, 0, 0, 1, 1, 0, 0));
  }

  @Test
  @Behaviour(57)
  default void buriesARedrivenBrokenElementAgain(DurableBuses buses) {
    EventBus bus = buses.started();
    bus.subscribe(Ping.class, Inbox.accepting());
    buses.pushRaw(EventQueue.DEFAULT, "broken");
    bus.emit(new Ping(1));
    eventually(() -> assertThat(counts(bus).dead()).isOne());
    DeadLetter letter = bus.admin().deadLetters(Buses.GROUP, 0, 1).get(0);

    boolean redriven = bus.admin().redrive(Buses.GROUP, letter.metadata().eventId());

    assertThat(redriven).isTrue();
    eventually(() -> assertThat(counts(bus).dead()).isOne());
    assertThat(bus.admin().deadLetters(Buses.GROUP, 0, 1).get(0).payloadJson()).isEqualTo("broken");
  }

  @Test
  default void handlesAWellFormedElementOfAForeignProgram(DurableBuses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.failingUntilAttempt(2);
    Inbox<Map<String, Object>> second = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    bus.subscribe("ping.*", second);
    bus.subscribe(WakeUp.class, Inbox.accepting());

    buses.pushRaw(
        EventQueue.DEFAULT,
        """
        { "data": {"number": 7, "unknown": [1, {"x": null}]}, "specversion": "1.0",
          "type": "ping.sent", "id": "foreign-1", "source": "/elsewhere", "tenant": "blue",
          "unknown": {"nested": true}, "time": "2030-01-02T03:04:05+02:00" }
        """);
    bus.emit(new WakeUp());

    Inbox.Call<Ping> call = inbox.awaitCall(2);
    assertThat(call.payload()).isEqualTo(new Ping(7));
    assertThat(call.metadata().eventId()).isEqualTo("foreign-1");
    assertThat(call.metadata().source()).isEqualTo("/elsewhere");
    assertThat(call.metadata().headers()).containsEntry("tenant", "blue");
    assertThat(call.metadata().timestamp()).isEqualTo("2030-01-02T01:04:05Z");
    second.awaitCall(1);
    eventually(() -> assertThat(counts(bus).handled()).isEqualTo(3));
    assertThat(inbox.attempts()).containsExactly(1, 2);
    assertThat(second.calls()).hasSize(1);
  }

  @Test
  default void keepsTheTextOfAForeignElementInUtf8(DurableBuses buses) {
    EventBus bus = buses.started();
    Inbox<Map<String, Object>> inbox = Inbox.accepting();
    bus.subscribe(Ping.EVENT, inbox);
    bus.subscribe(WakeUp.class, Inbox.accepting());

    buses.pushRaw(
        EventQueue.DEFAULT,
        element("1.0", "ping.sent", "{\"text\":\"grüße 💌\"}").getBytes(StandardCharsets.UTF_8));
    bus.emit(new WakeUp());

    assertThat(inbox.awaitCall(1).payload()).isEqualTo(Map.of("text", "grüße 💌"));
  }
}
