package dev.postbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class EventRoutesTest {

  @Test
  void withoutRoutesEverythingGoesToDefault() {
    assertThat(EventRoutes.none().queueFor("order.created")).isEqualTo(EventQueue.DEFAULT);
    assertThat(EventRoutes.builder().build().queueFor("x")).isEqualTo(EventQueue.DEFAULT);
  }

  @Test
  void theFirstRouteThatMatchesWins() {
    EventRoutes routes =
        EventRoutes.builder()
            .route("order.cancelled", EventQueue.HIGH)
            .route("order.**", EventQueue.LOW)
            .route("order.created", EventQueue.HIGH)
            .route("audit.*", EventQueue.LOW)
            .build();

    assertThat(routes.queueFor("order.cancelled")).isEqualTo(EventQueue.HIGH);
    assertThat(routes.queueFor("order.created")).isEqualTo(EventQueue.LOW);
    assertThat(routes.queueFor("order")).isEqualTo(EventQueue.LOW);
    assertThat(routes.queueFor("audit.login")).isEqualTo(EventQueue.LOW);
    assertThat(routes.queueFor("audit.login.failed")).isEqualTo(EventQueue.DEFAULT);
  }

  @Test
  void whatWasBuiltDoesNotChangeWithItsBuilder() {
    EventRoutes.Builder builder = EventRoutes.builder();
    EventRoutes first = builder.build();
    builder.route("**", EventQueue.LOW);

    assertThat(first.queueFor("x")).isEqualTo(EventQueue.DEFAULT);
    assertThat(builder.build().queueFor("x")).isEqualTo(EventQueue.LOW);
  }

  @Test
  void badRoutesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventRoutes.builder().route("order.", EventQueue.LOW))
        .withMessageStartingWith("event pattern \"order.\" has the bad segment \"\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventRoutes.builder().route("order.*", null))
        .withMessage("queue is null");
  }

  @Test
  void textShowsTheRoutes() {
    assertThat(EventRoutes.builder().route("order.*", EventQueue.HIGH).build())
        .hasToString("EventRoutes[order.*=HIGH]");
  }
}
