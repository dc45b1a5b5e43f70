package dev.postbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventPatternTest {

  @ParameterizedTest
  @CsvSource({
    // a name stands for itself
    "order, order, true",
    "order.created, order.created, true",
    "order.created, order, false",
    "order.created, order.created.late, false",
    "order.created, Order.created, false",
    "order, orders, false",
    // * is exactly one segment
    "*, order, true",
    "*, order.created, false",
    "order.*, order.created, true",
    "order.*, order, false",
    "order.*, order.line.added, false",
    "*.created, order.created, true",
    "*.created, created, false",
    "order.*.added, order.line.added, true",
    "order.*.added, order.added, false",
    "order.*.added, order.line.item.added, false",
    "*.*, order.created, true",
    "*.*, order, false",
    "*.*, order.line.added, false",
    // ** is any number of segments, also none
    "**, order, true",
    "**, order.created, true",
    "**, a.b.c.d.e.f, true",
    "order.**, order, true",
    "order.**, order.created, true",
    "order.**, order.line.added, true",
    "order.**, orders.created, false",
    "order.**, payment.order, false",
    "**.created, created, true",
    "**.created, order.created, true",
    "**.created, a.b.c.created, true",
    "**.created, created.order, false",
    // ** in the middle
    "order.**.added, order.added, true",
    "order.**.added, order.line.added, true",
    "order.**.added, order.line.item.added, true",
    "order.**.added, order.added.line, false",
    "order.**.added, order, false",
    "order.**.added, added, false",
    "a.**.b.c, a.b.b.c, true",
    "a.**.b.c, a.b.c.b.c, true",
    "a.**.b.c, a.b.c.b, false",
    // several **
    "**.**, a, true",
    "**.**.**, a.b, true",
    "a.**.b.**, a.b, true",
    "a.**.b.**, a.x.b.y.z, true",
    "a.**.b.**, a.x.y, false",
    "**.a.**.b.**, x.a.y.b.z, true",
    "**.a.**.b.**, a.b, true",
    "**.a.**.b.**, b.a, false",
    "a.**.b.**.c, a.b.c, true",
    "a.**.b.**.c, a.b.x.b.x.c, true",
    "a.**.b.**.c, a.c.b, false",
    // * and ** together
    "**.*, a, true",
    "*.**, a, true",
    "*.**.*, a, false",
    "*.**.*, a.b, true",
    "**.*.*, a, false",
    "order.*.**, order, false",
    "order.*.**, order.created, true",
    "order.**.*, order.line.added, true",
    "**.*.created, created, false",
    "**.*.created, order.created, true",
  })
  void matchesAsDocumented(String pattern, String event, boolean expected) {
    assertThat(EventPattern.of(pattern).matches(event)).isEqualTo(expected);
  }

  /** The definition itself, as short and as slow as it can be said. */
  private static boolean matches(List<String> pattern, List<String> names) {
    if (pattern.isEmpty()) {
      return names.isEmpty();
    }
    List<String> rest = pattern.subList(1, pattern.size());
    if (pattern.get(0).equals("**")) {
      return IntStream.rangeClosed(0, names.size())
          .anyMatch(skipped -> matches(rest, names.subList(skipped, names.size())));
    }
    return !names.isEmpty()
        && (pattern.get(0).equals("*") || pattern.get(0).equals(names.get(0)))
        && matches(rest, names.subList(1, names.size()));
  }

  private static List<String> segments(Random random, List<String> from, int most) {
    return random.ints(1 + random.nextInt(most), 0, from.size()).mapToObj(from::get).toList();
  }

  @Test
  void agreesWithTheDefinitionOnWhateverCanBeWritten() {
    Random random = new Random(20_300_101);
    int matching = 0;
    for (int i = 0; i < 20_000; i++) {
      List<String> pattern = segments(random, List.of("a", "b", "*", "**"), 7);
      List<String> names = segments(random, List.of("a", "b"), 8);

      boolean expected = matches(pattern, names);

      assertThat(EventPattern.of(String.join(".", pattern)).matches(String.join(".", names)))
          .as("%s on %s", pattern, names)
          .isEqualTo(expected);
      matching += expected ? 1 : 0;
    }
    assertThat(matching).as("both answers were tried").isBetween(2_000, 18_000);
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
  void aHostilePatternOnALongNameTakesNoTimeToSpeakOf() {
    String pattern =
        IntStream.range(0, 42).mapToObj(i -> "**.a").collect(Collectors.joining(".")) + ".**.b";
    String event = "a.".repeat(120) + "c";
    String foreign = "a.".repeat(50_000) + "c";

    assertThat(EventPattern.of(pattern).matches(event)).isFalse();
    assertThat(EventPattern.of(pattern).matches(event + ".b")).isTrue();
    assertThat(EventPattern.of(pattern).matches(foreign)).isFalse();
  }

  @Test
  void theLongestPatternIsAccepted() {
    String longest = "a".repeat(255);

    assertThat(EventPattern.of(longest).matches(longest)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "order.",
        ".order",
        "order..created",
        " ",
        "order created",
        "order.cre*ted",
        "order*",
        "*order",
        "***",
        "order.***",
        "order.*.",
        "order/created",
        "order.créé",
        "order.created\n",
        "order.#",
        "order.{a}",
        "order.?"
      })
  void whatIsNoPatternIsRefusedWithTheRules(String pattern) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventPattern.of(pattern))
        .withMessageStartingWith("event pattern \"" + pattern + "\" has the bad segment \"")
        .withMessageEndingWith(
            "; a segment is a name of letters, digits, _ and -, or * for one segment, or ** for"
                + " any number");
  }

  @Test
  void theBadSegmentIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventPattern.of("order.*.cre*ted"))
        .withMessageContaining("has the bad segment \"cre*ted\"");
  }

  @Test
  void noPatternAndOneThatIsTooLongAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventPattern.of((String) null))
        .withMessage("event pattern is null; give one such as \"order.*\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventPattern.of("a".repeat(256)))
        .withMessage("event pattern is longer than 255; give one such as \"order.*\"");
  }

  @EventType("order.created")
  record OrderCreated(String id) implements BaseEvent {}

  record Unnamed(String id) implements BaseEvent {}

  @Test
  void aPayloadTypeGivesThePatternOfItsName() {
    assertThat(EventPattern.of(OrderCreated.class)).isEqualTo(EventPattern.of("order.created"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventPattern.of(Unnamed.class))
        .withMessageStartingWith(Unnamed.class.getName() + " has no @EventType");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventPattern.of((Class<?>) null))
        .withMessage("payloadType is null");
  }

  @Test
  void patternsAreValues() {
    EventPattern pattern = EventPattern.of("order.*");

    assertThat(pattern)
        .hasToString("order.*")
        .isEqualTo(EventPattern.of("order.*"))
        .hasSameHashCodeAs(EventPattern.of("order.*"))
        .isNotEqualTo(EventPattern.of("order.**"))
        .isNotEqualTo("order.*");
  }
}
