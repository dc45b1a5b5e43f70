package dev.postbus.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventBus;
import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.SubscribeOptions;
import dev.postbus.Subscription;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How events and handlers come together. */
public interface DeliveryContract extends Contract {

  /** A line of an {@link Order}. */
  record Line(String article, int quantity, BigDecimal price) {}

  /** A payload with what payloads are made of. */
  record Order(
      String id,
      List<Line> lines,
      Instant at,
      LocalDate due,
      Duration within,
      Map<String, Integer> points,
      Optional<String> note,
      EventQueue queue) {}

  /** What a consumer of another team knows of an {@link Order}. */
  record OrderId(String id) {}

  @Test
  default void handsOverPayloadsAsTheyWereEmitted(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Order> inbox = Inbox.accepting();
    bus.subscribe("order", Order.class, inbox);
    Order order =
        new Order(
            "ü-1 \u0000 \"quoted\" {\"data\":1}",
            List.of(new Line("a", 2, new BigDecimal("12.50")), new Line("b", 1, BigDecimal.ZERO)),
            Instant.parse("2030-02-03T04:05:06.123456789Z"),
            LocalDate.of(2030, 2, 28),
            Duration.ofMillis(1_500),
            Map.of("gold", 1, "silver", 2),
            Optional.of("ring twice"),
            EventQueue.LOW);

    bus.emit("order", order);

    assertThat(inbox.awaitCall(1).payload()).isEqualTo(order);
  }

  /** Times that know where they are. */
  record Flight(OffsetDateTime departure, ZonedDateTime arrival) {}

  /** Says all with its name. */
  record Tick() {}

  @Test
  default void handsOverOffsetsAndTimeZones(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Flight> flights = Inbox.accepting();
    Inbox<Tick> ticks = Inbox.accepting();
    bus.subscribe("flight", Flight.class, flights);
    bus.subscribe("tick", Tick.class, ticks);
    Flight flight =
        new Flight(
            OffsetDateTime.parse("2030-02-03T04:05:06+02:00"),
            ZonedDateTime.parse("2030-07-03T04:05:06+02:00[Europe/Amsterdam]"));

    bus.emit("flight", flight);
    bus.emit("tick", new Tick());

    assertThat(flights.awaitCall(1).payload()).isEqualTo(flight);
    assertThat(ticks.awaitCall(1).payload()).isEqualTo(new Tick());
  }

  @Test
  default void letsEveryHandlerReadThePayloadItsOwnWay(Buses buses) {
    EventBus bus = buses.started();
    Inbox<OrderId> part = Inbox.accepting();
    Inbox<Map<String, Object>> map = Inbox.accepting();
    bus.subscribe("order", OrderId.class, part);
    bus.subscribe("order", map);

    bus.emit("order", Map.of("id", "o-1", "unknown", List.of(1, 2)));

    assertThat(part.awaitCall(1).payload()).isEqualTo(new OrderId("o-1"));
    assertThat(map.awaitCall(1).payload()).isEqualTo(Map.of("id", "o-1", "unknown", List.of(1, 2)));
  }

  @Test
  default void takesPayloadsThatAreNoRecords(Buses buses) {
    EventBus bus = buses.started();
    Inbox<String> text = Inbox.accepting();
    Inbox<Integer> number = Inbox.accepting();
    Inbox<List<Object>> list = Inbox.accepting();
    bus.subscribe("text", String.class, text);
    bus.subscribe("number", Integer.class, number);
    bus.subscribe("list", List.class, (payload, context) -> list.handle(objects(payload), context));

    bus.emit("text", "hello");
    bus.emit("number", 42);
    bus.emit("list", List.of("a", 1));

    assertThat(text.awaitCall(1).payload()).isEqualTo("hello");
    assertThat(number.awaitCall(1).payload()).isEqualTo(42);
    assertThat(list.awaitCall(1).payload()).isEqualTo(List.of("a", 1));
  }

  private static List<Object> objects(List<?> list) {
    return List.copyOf(list);
  }

  @Test
  default void deliversToAHandlerSubscribedAfterTheStart(Buses buses) {
    EventBus bus = buses.started();
    bus.emit("warm.up", new Ping(0));
    Inbox<Ping> inbox = Inbox.accepting();

    bus.subscribe(Ping.class, inbox);
    int groups = bus.emit(new Ping(1)).groups();

    assertThat(groups).isEqualTo(1);
    assertThat(inbox.awaitCall(1).payload()).isEqualTo(new Ping(1));
  }

  @Test
  default void keepsEventsForASubscriptionThatWasClosed(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> before = Inbox.accepting();
    Inbox<Map<String, Object>> marker = Inbox.accepting();
    SubscribeOptions stable = SubscribeOptions.builder().id("stable").build();
    Subscription subscription = bus.subscribe(Ping.EVENT, Ping.class, stable, before);
    bus.subscribe("marker", marker);

    subscription.close();
    subscription.close();
    int groups = bus.emit(new Ping(1)).groups();
    bus.emit("marker", new Ping(2));
    marker.awaitCall(1);

    assertThat(groups).isEqualTo(1);
    assertThat(before.calls()).isEmpty();
    Inbox<Ping> after = Inbox.accepting();
    bus.subscribe(Ping.EVENT, Ping.class, stable, after);
    assertThat(after.awaitCall(1).payload()).isEqualTo(new Ping(1));
    assertThat(after.calls()).extracting(Inbox.Call::attempt).containsExactly(1);
  }

  private static QueueCounts counts(EventBus bus) {
    return bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT);
  }
}
