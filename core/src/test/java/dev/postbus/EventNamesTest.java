package dev.postbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "order",
        "order.created",
        "Order.Created",
        "a.b.c.d",
        "0.1",
        "a_b.c-d",
        "-._"
      })
  void namesAreReturnedAsTheyAre(String name) {
    assertThat(EventNames.check(name)).isSameAs(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "order.",
        ".order",
        "order..created",
        " order",
        "order created",
        "order.*",
        "**",
        "order/created",
        "order:created",
        "größe",
        "order\n",
        "order.created\u0000",
        "a,b"
      })
  void whatIsNoNameIsRefusedWithTheRules(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventNames.check(name))
        .withMessage(
            "event name \"%s\" is not valid; use dot-separated segments of letters, digits, _ and"
                + " -, at most 255 characters, such as \"order.created\"",
            name);
  }

  @Test
  void noNameIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventNames.check(null))
        .withMessage("event name is null; give one such as \"order.created\"");
  }

  @Test
  void theLengthHasALimit() {
    assertThat(EventNames.check("a".repeat(255))).hasSize(255);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventNames.check("a".repeat(256)))
        .withMessageContaining("at most 255 characters");
  }

  @EventType("order.created")
  record Named(String id) {}

  @EventType("order created")
  record BadlyNamed(String id) {}

  record Unnamed(String id) {}

  @Test
  void aClassDeclaresItsName() {
    assertThat(EventNames.of(Named.class)).isEqualTo("order.created");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventNames.of(BadlyNamed.class))
        .withMessageStartingWith("event name \"order created\" is not valid");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventNames.of(Unnamed.class))
        .withMessage(
            "%s has no @EventType; annotate it, for example @EventType(\"order.created\"), or pass"
                + " the event name",
            Unnamed.class.getName());
  }
}
