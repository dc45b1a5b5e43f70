package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventPriority;
import dev.postbus.EventQueue;
import dev.postbus.EventRoutes;
import dev.postbus.SubscribeOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which handlers get an event, and in which queue it travels. */
public interface NamesAndQueuesContract extends Contract {

  @Test
  @Behaviour(9)
  default void matchesNamesAndPatternsAsDocumented(Buses buses) {
    Map<String, List<String>> expected = new LinkedHashMap<>();
    expected.put("order", List.of("order"));
    expected.put("order.created", List.of("order.created"));
    expected.put("*", List.of("order", "ORDER"));
    expected.put("order.*", List.of("order.created", "order.paid"));
    expected.put("*.created", List.of("order.created", "user_1.created"));
    expected.put("order.**", List.of("order", "order.created", "order.paid", "order.paid.late"));
    expected.put("**.created", List.of("order.created", "user_1.created", "eu.user-2.created"));
    expected.put("*.*.*", List.of("order.paid.late", "eu.user-2.created"));
    expected.put("order.**.late", List.of("order.paid.late"));
    expected.put("eu.*.created", List.of("eu.user-2.created"));
    expected.put(
        "**",
        List.of(
            "order",
            "ORDER",
            "order.created",
            "order.paid",
            "order.paid.late",
            "user_1.created",
            "eu.user-2.created"));
    EventBus bus = buses.started();
    Map<String, Inbox<Map<String, Object>>> inboxes = new LinkedHashMap<>();
    for (String pattern : expected.keySet()) {
      Inbox<Map<String, Object>> inbox = Inbox.accepting();
      inboxes.put(pattern, inbox);
      bus.subscribe(pattern, inbox);
    }

    for (String event : expected.get("**")) {
      bus.emit(event, new Ping(1));
    }

    Map<String, List<String>> handled = new LinkedHashMap<>();
    eventually(
        () -> {
          inboxes.forEach(
              (pattern, inbox) ->
                  handled.put(
                      pattern,
                      inbox.calls().stream()
                          .map(call -> call.metadata().event())
                          .sorted()
                          .toList()));
          expected.forEach(
              (pattern, events) ->
                  assertThat(handled.get(pattern))
                      .as("events for %s", pattern)
                      .containsExactlyElementsOf(events.stream().sorted().toList()));
        });
  }

  @Test
  @Behaviour(9)
  default void callsAHandlerOnceThoughSeveralOfItsPatternsMatch(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Map<String, Object>> narrow = Inbox.accepting();
    Inbox<Map<String, Object>> wide = Inbox.accepting();
    bus.subscribe("order.created", narrow);
    bus.subscribe("order.**", wide);

    bus.emit("order.created", new Ping(1));
    bus.emit("order.paid", new Ping(2));

    eventually(() -> assertThat(wide.calls()).hasSize(2));
    eventually(() -> assertThat(narrow.calls()).hasSize(1));
  }

  @Test
  @Behaviour(10)
  default void prefersPriorityToRouteAndRouteToDefault(Buses buses) {
    EventBus bus =
        buses.started(
            buses
                .config()
                .routes(
                    EventRoutes.builder()
                        .route("order.cancelled", EventQueue.LOW)
                        .route("order.*", EventQueue.HIGH)
                        .build()));
    Inbox<Map<String, Object>> inbox = Inbox.accepting();
    bus.subscribe("**", inbox);

    bus.emit("payment.made", new Ping(1));
    bus.emit("order.made", new Ping(2));
    bus.emit("order.cancelled", new Ping(3));
    bus.emit("order.made", new Ping(4), priority(EventPriority.LOW));
    bus.emit("order.made", new Ping(5), priority(EventPriority.DEFAULT));
    bus.emit("payment.made", new Ping(6), priority(EventPriority.HIGH));

    inbox.awaitCall(6);
    assertThat(inbox.calls())
        .extracting(call -> call.payload().get("number"), call -> call.metadata().queue())
        .containsExactlyInAnyOrder(
            tuple(1, EventQueue.DEFAULT),
            tuple(2, EventQueue.HIGH),
            tuple(3, EventQueue.LOW),
            tuple(4, EventQueue.LOW),
            tuple(5, EventQueue.DEFAULT),
            tuple(6, EventQueue.HIGH));
  }

  private static EmitOptions priority(EventPriority priority) {
    return EmitOptions.builder().priority(priority).build();
  }

  @Test
  @Behaviour(12)
  default void keepsARetriedEventInItsQueue(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.failingUntilAttempt(3);
    bus.subscribe(Ping.class, inbox);

    bus.emit(new Ping(1), priority(EventPriority.HIGH));

    inbox.awaitCall(3);
    assertThat(inbox.calls())
        .extracting(call -> call.metadata().queue())
        .containsOnly(EventQueue.HIGH);
    eventually(
        () -> assertThat(bus.admin().counts(Buses.GROUP, EventQueue.HIGH).handled()).isOne());
    assertThat(bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT).emitted()).isZero();
    assertThat(bus.admin().counts(Buses.GROUP, EventQueue.LOW).emitted()).isZero();
  }

  @Test
  default void gaugesAttemptsByTheQueueUnlessHandlerOrEmitSayOtherwise(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> plain = Inbox.accepting();
    Inbox<Ping> ofHandler = Inbox.accepting();
    bus.subscribe("plain", Ping.class, plain);
    bus.subscribe("own", Ping.class, SubscribeOptions.builder().attempts(7).build(), ofHandler);

    bus.emit("plain", new Ping(1), priority(EventPriority.HIGH));
    bus.emit("plain", new Ping(2));
    bus.emit("plain", new Ping(3), priority(EventPriority.LOW));
    bus.emit("own", new Ping(4), priority(EventPriority.HIGH));
    bus.emit("own", new Ping(5), EmitOptions.builder().attempts(2).build());

    plain.awaitCall(3);
    ofHandler.awaitCall(2);
    assertThat(plain.calls())
        .extracting(Inbox.Call::payload, Inbox.Call::maxAttempts)
        .containsExactlyInAnyOrder(
            tuple(new Ping(1), 5), tuple(new Ping(2), 3), tuple(new Ping(3), 3));
    assertThat(ofHandler.calls())
        .extracting(Inbox.Call::payload, Inbox.Call::maxAttempts)
        .containsExactlyInAnyOrder(tuple(new Ping(4), 7), tuple(new Ping(5), 2));
  }
}
