package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static dev.postbus.testkit.contract.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postbus.Backoff;
import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventPriority;
import dev.postbus.EventQueue;
import dev.postbus.HandledEvent;
import dev.postbus.SubscribeOptions;
import dev.postbus.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Seeing what instances handle, as it happens. */
public interface TailContract extends Contract {

  private static SubscribeOptions twice(String id) {
    return SubscribeOptions.builder().id(id).attempts(2).backoff(Backoff.none()).build();
  }

  /** Emits until it is shown: the wish to see it needs a moment to get around. */
  private static void emitUntilShown(EventBus bus, String event, List<HandledEvent> shown) {
    eventually(
        () -> {
          bus.emit(event, Map.of("say", "warm up"));
          assertThat(shown).anyMatch(handled -> handled.metadata().event().equals(event));
        });
  }

  private static List<HandledEvent> of(String eventId, List<HandledEvent> shown) {
    return shown.stream().filter(e -> e.metadata().eventId().equals(eventId)).toList();
  }

  @Test
  @Behaviour(56)
  default void showsWhatIsHandledWithItsOutcome(Buses buses) {
    EventBus bus = buses.started(buses.config().source("shop"));
    bus.subscribe("order.*", Map.class, twice("good"), Inbox.accepting());
    bus.subscribe("order.paid", Map.class, twice("bad"), Inbox.failing());
    EventBus onlooker = buses.open(buses.config("onlooker"));
    List<HandledEvent> shown = new CopyOnWriteArrayList<>();
    onlooker.admin().tail("order.**", shown::add);
    emitUntilShown(bus, "order.warm", shown);

    bus.emit(
        "order.paid",
        Map.of("name", "Jörg"),
        EmitOptions.builder()
            .eventId("e-1")
            .priority(EventPriority.HIGH)
            .correlationId("c-1")
            .header("tenant", "blue")
            .build());

    eventually(
        () ->
            assertThat(of("e-1", shown))
                .extracting(handled -> handled.handler() + " " + handled.attempt())
                .containsExactlyInAnyOrder("good 1", "bad 1", "bad 2"));
    assertThat(of("e-1", shown))
        .extracting(HandledEvent::outcome)
        .containsExactlyInAnyOrder("handled", "retried", "dead");
    assertThat(of("e-1", shown))
        .allSatisfy(
            handled -> {
              assertThat(handled.group()).isEqualTo(Buses.GROUP);
              assertThat(handled.payloadJson()).isEqualTo("{\"name\":\"Jörg\"}");
              assertThat(handled.took()).isBetween(Duration.ZERO, Duration.ofSeconds(10));
              assertThat(handled.instance()).isNotEmpty();
              assertThat(handled.metadata().source()).isEqualTo("shop");
              assertThat(handled.metadata().queue()).isEqualTo(EventQueue.HIGH);
              assertThat(handled.metadata().correlationId()).contains("c-1");
              assertThat(handled.metadata().headers()).isEqualTo(Map.of("tenant", "blue"));
            });
  }

  @Test
  @Behaviour(56)
  default void showsOnlyWhatMatchesUntilItEnds(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Map<String, Object>> inbox = Inbox.accepting();
    bus.subscribe("**", inbox);
    List<HandledEvent> paid = new CopyOnWriteArrayList<>();
    List<HandledEvent> all = new CopyOnWriteArrayList<>();
    Subscription tail = bus.admin().tail("order.paid", paid::add);
    bus.admin().tail("**", all::add);
    emitUntilShown(bus, "order.paid", paid);
    emitUntilShown(bus, "order.sent", all);
    assertThat(paid).extracting(e -> e.metadata().event()).containsOnly("order.paid");

    tail.close();
    bus.emit("order.paid", Map.of(), EmitOptions.builder().eventId("later").build());
    eventually(() -> assertThat(of("later", all)).isNotEmpty());

    throughout(Duration.ofMillis(200), () -> assertThat(of("later", paid)).isEmpty());
    tail.close();
  }

  @Test
  @Behaviour(56)
  default void goesOnAfterWhoeverLooksHasFailed(Buses buses) {
    EventBus bus = buses.started();
    bus.subscribe("**", Inbox.accepting());
    List<HandledEvent> shown = new CopyOnWriteArrayList<>();
    bus.admin()
        .tail(
            "**",
            handled -> {
              shown.add(handled);
              throw new IllegalStateException("on purpose");
            });

    emitUntilShown(bus, "order.paid", shown);
    emitUntilShown(bus, "order.sent", shown);
  }

  @Test
  @Behaviour(3)
  default void refusesToTailNothingInParticular(Buses buses) {
    EventBus bus = buses.open();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> bus.admin().tail("order..paid", handled -> {}))
        .withMessageContaining("order..paid");
  }
}
