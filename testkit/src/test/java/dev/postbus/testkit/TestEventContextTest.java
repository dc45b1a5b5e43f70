package dev.postbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postbus.EventQueue;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestEventContextTest {

  @Test
  void isAFirstAttemptByDefault() {
    TestEventContext context = TestEventContext.of("order.placed");

    assertThat(context.metadata().event()).isEqualTo("order.placed");
    assertThat(context.metadata().eventId()).isNotBlank();
    assertThat(context.metadata().queue()).isEqualTo(EventQueue.DEFAULT);
    assertThat(context.metadata().correlationId()).isEmpty();
    assertThat(context.metadata().headers()).isEmpty();
    assertThat(context.attempt()).isEqualTo(1);
    assertThat(context.maxAttempts()).isEqualTo(3);
    assertThat(context.redelivered()).isFalse();
    assertThat(context.cancellationRequested()).isFalse();
  }

  @Test
  void takesEveryFactOfARun() {
    Instant timestamp = Instant.parse("2031-02-03T04:05:06Z");

    TestEventContext context =
        TestEventContext.forEvent("order.placed")
            .eventId("e-1")
            .timestamp(timestamp)
            .source("shop")
            .queue(EventQueue.HIGH)
            .correlationId("request-7")
            .header("tenant", "blue")
            .attempt(2, 5)
            .redelivered()
            .build();
    context.requestCancellation();

    assertThat(context.metadata().eventId()).isEqualTo("e-1");
    assertThat(context.metadata().timestamp()).isEqualTo(timestamp);
    assertThat(context.metadata().source()).isEqualTo("shop");
    assertThat(context.metadata().queue()).isEqualTo(EventQueue.HIGH);
    assertThat(context.metadata().correlationId()).contains("request-7");
    assertThat(context.metadata().headers()).isEqualTo(Map.of("tenant", "blue"));
    assertThat(context.attempt()).isEqualTo(2);
    assertThat(context.maxAttempts()).isEqualTo(5);
    assertThat(context.redelivered()).isTrue();
    assertThat(context.cancellationRequested()).isTrue();
  }

  @Test
  void refusesANameThatNoEventCanHave() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestEventContext.of("order placed"))
        .withMessageStartingWith("event name \"order placed\" is not valid");
    assertThatIllegalArgumentException().isThrownBy(() -> TestEventContext.of(null));
  }

  @Test
  void refusesAnAttemptBeyondTheMaximum() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestEventContext.forEvent("order.placed").attempt(4, 3))
        .withMessageContaining("4 of 3");
  }
}
