package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postbus.DeadLetter;
import dev.postbus.EventBus;
import dev.postbus.EventQueue;
import dev.postbus.QueueSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of payloads that are too large, cannot be written, or cannot be read. */
public interface BadInputContract extends Contract {

  @Test
  @Behaviour(57)
  default void buriesAPayloadTheHandlerCannotReadAtOnce(Buses buses) {
    EventBus bus = buses.started(buses.config().queue(EventQueue.DEFAULT, QueueSettings.of(1, 3)));
    Inbox<Ping> inbox = Inbox.accepting();
    Inbox<Map<String, Object>> lenient = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    bus.subscribe(Ping.EVENT, lenient);

    bus.emit(Ping.EVENT, Map.of("number", "not a number"));
    bus.emit(new Ping(2));

    inbox.awaitCall(1);
    lenient.awaitCall(2);
    eventually(() -> assertThat(bus.admin().deadLetters(Buses.GROUP, 0, 10)).hasSize(1));
    DeadLetter letter = bus.admin().deadLetters(Buses.GROUP, 0, 10).get(0);
    assertThat(letter.handler()).isEqualTo("ping.sent(Ping)");
    assertThat(letter.reason()).contains("payload").contains("not a number");
    assertThat(letter.payloadJson()).isEqualTo("{\"number\":\"not a number\"}");
    assertThat(inbox.payloads()).containsExactly(new Ping(2));
  }

  @Test
  @Behaviour(58)
  default void refusesAPayloadThatIsNestedTooDeeply(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Object> inbox = Inbox.accepting();
    bus.subscribe("deep", Object.class, inbox);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> bus.emit("deep", nested(100_000)))
        .withMessageContaining("deep");
    bus.emit("deep", nested(100));

    assertThat(inbox.awaitCall(1).payload()).isEqualTo(nested(100));
  }

  private static Object nested(int depth) {
    Object nested = 1;
    for (int level = 0; level < depth; level++) {
      nested = List.of(nested);
    }
    return nested;
  }

  @Test
  @Behaviour(58)
  default void refusesAPayloadAboveTheLimitAndTakesOneAtIt(Buses buses) {
    EventBus bus = buses.started(buses.config().maxPayloadBytes(1_000));
    Inbox<String> inbox = Inbox.accepting();
    bus.subscribe("text", String.class, inbox);
    String fits = "x".repeat(998);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> bus.emit("text", fits + "x"))
        .withMessageContaining("text")
        .withMessageContaining("1000");
    assertThatIllegalArgumentException().isThrownBy(() -> bus.emitAsync("text", "ü".repeat(998)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bus.emitAll("text", List.of("small", fits + "x")));
    bus.emit("text", fits);

    assertThat(inbox.awaitCall(1).payload()).isEqualTo(fits);
    assertThat(bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT).emitted()).isOne();
  }

  @Test
  @Behaviour(58)
  default void takesAPayloadOfAMegabyteByDefault(Buses buses) {
    EventBus bus = buses.started();
    Inbox<String> inbox = Inbox.accepting();
    bus.subscribe("text", String.class, inbox);
    String large = "x".repeat((1 << 20) - 2);

    bus.emitAll("text", List.of(large, large, large));

    inbox.awaitCall(3);
    assertThat(inbox.payloads()).allSatisfy(text -> assertThat(text).hasSize(large.length()));
  }

  /** Its getter fails when the payload is written. */
  final class Unwritable {
    /** Fails. */
    public String getName() {
      throw new IllegalStateException("no name");
    }
  }

  /** Nothing of it would be written. */
  final class Hiding {
    private final String name = "hidden";

    /** Returns the name, which no property shows. */
    public String name() {
      return name;
    }
  }

  @Test
  @Behaviour(3)
  default void refusesAPayloadThatWouldArriveEmpty(Buses buses) {
    EventBus bus = buses.started();

    for (Object payload : new Object[] {new Hiding(), Map.of("inside", new Hiding())}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> bus.emit("event", payload))
          .withMessage(
              "payload of \"event\" cannot be written as JSON: %s has no property that can be"
                  + " read; make it a record, or give it getters",
              Hiding.class.getName());
    }
  }

  @Test
  @Behaviour(3)
  default void refusesAPayloadThatCannotBeWritten(Buses buses) {
    EventBus bus = buses.started();
    Map<String, Object> cycle = new HashMap<>();
    cycle.put("self", cycle);

    for (Object payload : new Object[] {new Unwritable(), cycle}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> bus.emit("event", payload))
          .withMessageStartingWith("payload of \"event\" cannot be written as JSON: ")
          .withMessageEndingWith("(%s)", payload.getClass().getName())
          .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(1_000));
    }
  }
}
