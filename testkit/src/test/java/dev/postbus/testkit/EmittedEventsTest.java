package dev.postbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postbus.BaseEvent;
import dev.postbus.EmitOptions;
import java.math.BigDecimal;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmittedEventsTest {

  private final TestEventBus bus = TestEventBus.create();

  @AfterEach
  void close() {
    bus.close();
  }

  private static void fails(ThrowingCallable assertion, String message) {
    assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessage(message);
  }

  @Test
  void acceptsWhatWasEmitted() {
    bus.emit(OrderPlaced.of("o-1"));
    bus.emit("order.shipped", Map.of("id", "o-1"));
    bus.emit(new OrderPaid("o-1"));

    bus.emitted()
        .hasCount(3)
        .contains(new OrderPaid("o-1"))
        .contains("order.shipped", Map.of("id", "o-1"))
        .doesNotContain(new OrderPaid("o-2"));
    bus.emitted().named("order.paid").containsExactly(new OrderPaid("o-1"));
    bus.emitted().named("payment.**").isEmpty();
    bus.emitted().of(OrderPlaced.class).containsExactly(OrderPlaced.of("o-1"));
  }

  @Test
  void listsWhatWasEmittedWhenSomethingIsMissing() {
    bus.emit(OrderPlaced.of("o-1"));
    bus.emit(new OrderPaid("o-1"));

    fails(
        () -> bus.emitted().contains(new OrderPaid("o-2")),
        """
        expected order.paid {"id":"o-2"}; the emitted events were:
          order.placed {"id":"o-1","amount":12.5}
          order.paid {"id":"o-1"}\
        """);
  }

  @Test
  void saysWhenNothingWasEmitted() {
    fails(
        () -> bus.emitted().contains(new OrderPaid("o-2")),
        "expected order.paid {\"id\":\"o-2\"}; of the emitted events there were none");
    fails(
        () -> bus.emitted().of(OrderPaid.class).single(),
        "expected 1 events named order.paid but there were 0; of the events named order.paid there"
            + " were none");
  }

  @Test
  void listsBothSidesWhenTheOrderDiffers() {
    bus.emit(new OrderPaid("o-1"));
    bus.emit(new OrderPaid("o-2"));

    fails(
        () -> bus.emitted().containsExactly(new OrderPaid("o-2"), new OrderPaid("o-1")),
        """
        expected exactly, in this order:
          order.paid {"id":"o-2"}
          order.paid {"id":"o-1"}; the emitted events were:
          order.paid {"id":"o-1"}
          order.paid {"id":"o-2"}\
        """);
    fails(
        () -> bus.emitted().doesNotContain(new OrderPaid("o-1")),
        """
        expected no order.paid {"id":"o-1"}; the emitted events were:
          order.paid {"id":"o-1"}
          order.paid {"id":"o-2"}\
        """);
  }

  @Test
  void showsPayloadAndOptionsOfOneEvent() {
    bus.emit(OrderPlaced.of("o-1"), EmitOptions.builder().correlationId("request-7").build());

    EmittedEvent event = bus.emitted().single();

    assertThat(event.event()).isEqualTo("order.placed");
    assertThat(event.payload(OrderPlaced.class).amount())
        .isEqualByComparingTo(new BigDecimal("12.5"));
    assertThat(event.options().correlationId()).contains("request-7");
    assertThat(event.groups()).isZero();
    assertThat(event.eventId()).isNotBlank();
  }

  /** Names no event. */
  private record Nameless(int number) implements BaseEvent {}

  @Test
  void asksForTheNameOfAnEventWithoutOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bus.emitted().contains(new Nameless(1)))
        .withMessageContaining("Nameless")
        .withMessageContaining("@EventType");
  }
}
