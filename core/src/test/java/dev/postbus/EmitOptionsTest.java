package dev.postbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmitOptionsTest {

  private final EmitOptions.Builder builder = EmitOptions.builder();

  @Test
  void noOptionsLeaveEverythingToTheBus() {
    EmitOptions none = EmitOptions.none();

    assertThat(none.priority()).isEmpty();
    assertThat(none.delay()).isZero();
    assertThat(none.attempts()).isEmpty();
    assertThat(none.eventId()).isEmpty();
    assertThat(none.correlationId()).isEmpty();
    assertThat(none.headers()).isEmpty();
  }

  @Test
  void whatIsSaidIsKept() {
    EmitOptions options =
        builder
            .priority(EventPriority.HIGH)
            .delay(Duration.ofMillis(1_500))
            .attempts(7)
            .eventId("order-1")
            .correlationId("request/9")
            .header("traceparent", "00-abc-01")
            .header("tenant", "")
            .build();

    assertThat(options.priority()).hasValue(EventPriority.HIGH);
    assertThat(options.delay()).isEqualTo(Duration.ofMillis(1_500));
    assertThat(options.attempts()).hasValue(7);
    assertThat(options.eventId()).hasValue("order-1");
    assertThat(options.correlationId()).hasValue("request/9");
    assertThat(options.headers())
        .containsOnly(entry("traceparent", "00-abc-01"), entry("tenant", ""));
  }

  @Test
  void whatWasBuiltDoesNotChangeWithItsBuilder() {
    EmitOptions first = builder.header("a", "1").build();
    builder.header("a", "2").header("b", "3").attempts(4);

    assertThat(first.headers()).containsOnly(entry("a", "1"));
    assertThat(first.attempts()).isEmpty();
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> first.headers().put("x", "y"));
  }

  @Test
  void aBuilderOfOptionsStartsFromAllThatWasSaid() {
    EmitOptions options =
        builder
            .priority(EventPriority.LOW)
            .delay(Duration.ofSeconds(2))
            .attempts(9)
            .eventId("order-2")
            .correlationId("request/8")
            .header("tenant", "a")
            .durability(Durability.REPLICATED)
            .build();

    EmitOptions more = options.toBuilder().header("zone", "eu").build();

    assertThat(options.toBuilder().build()).usingRecursiveComparison().isEqualTo(options);
    assertThat(more.headers()).containsOnly(entry("tenant", "a"), entry("zone", "eu"));
    assertThat(options.headers()).containsOnly(entry("tenant", "a"));
    assertThat(EmitOptions.none().toBuilder().build())
        .usingRecursiveComparison()
        .isEqualTo(EmitOptions.none());
  }

  @Test
  void thePriorityIsNotNull() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.priority(null))
        .withMessage("priority is null");
  }

  static Stream<Duration> badDelays() {
    return Stream.of(
        null,
        Duration.ofNanos(-1),
        Duration.ofDays(36_500).plusNanos(1),
        ChronoUnit.FOREVER.getDuration());
  }

  @ParameterizedTest
  @MethodSource("badDelays")
  void theDelayIsNeitherNegativeNorBeyondReason(Duration bad) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.delay(bad))
        .withMessage("delay is %s; it must be between zero and 36500 days", bad);
  }

  @Test
  void theDelayMayBeZeroOrVeryLong() {
    assertThat(builder.delay(Duration.ZERO).build().delay()).isZero();
    assertThat(builder.delay(Duration.ofDays(36_500)).build().delay()).hasDays(36_500);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void attemptsAreAtLeastOne(int bad) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.attempts(bad))
        .withMessage("attempts is %d; it must be at least 1", bad);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "a b", "a\"b", "a\\b", "a\nb", "ü", "\u007f"})
  void idsAreVisibleAscii(String bad) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.eventId(bad))
        .withMessage(
            "eventId is \"%s\"; use 1 to 128 visible ASCII characters other than quote and"
                + " backslash",
            bad);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.correlationId(bad))
        .withMessageStartingWith("correlationId is \"%s\"; use 1 to 128 visible", bad);
  }

  @Test
  void idsHaveALimit() {
    assertThat(builder.eventId("x".repeat(128)).build().eventId().orElseThrow()).hasSize(128);
    assertThatIllegalArgumentException().isThrownBy(() -> builder.eventId("x".repeat(129)));
    assertThat(builder.eventId("{order}:~!1").build().eventId()).hasValue("{order}:~!1");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "A",
        "trace-parent",
        "trace_parent",
        "ä",
        "x y",
        "123456789012345678901",
        // what CloudEvents and the bus itself use
        "specversion",
        "id",
        "source",
        "type",
        "time",
        "subject",
        "data",
        "datacontenttype",
        "dataschema",
        "handlers",
        "attempts",
        "correlationid"
      })
  void headerNamesAreShortLowerCaseAndNobodyElses(String bad) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.header(bad, "x"))
        .withMessageStartingWith(
            "header name is \"%s\"; use 1 to 20 lower-case letters and digits, and none of"
                + " [attempts, correlationid, ",
            bad);
  }

  @Test
  void headerValuesHaveALimitAndAreNotNull() {
    assertThat(builder.header("h", "x".repeat(8_192)).build().headers().get("h")).hasSize(8_192);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.header("h", "x".repeat(8_193)))
        .withMessage("value of header \"h\" is longer than 8192");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.header("h", null))
        .withMessage("value of header \"h\" is null");
  }

  @Test
  void durabilityIsStoredUnlessSaidOtherwise() {
    assertThat(EmitOptions.none().durability()).isEqualTo(Durability.STORED);
    assertThat(builder.durability(Durability.REPLICATED).build().durability())
        .isEqualTo(Durability.REPLICATED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.durability(null))
        .withMessage("durability is null");
  }

  @Test
  void textShowsHeaderNamesButNoValues() {
    assertThat(builder.attempts(2).header("token", "secret").build())
        .hasToString(
            "EmitOptions[priority=null, delay=PT0S, attempts=2, eventId=null, correlationId=null,"
                + " headers=[token], durability=STORED]");
    assertThat(EmitOptions.none().toString()).contains("attempts=default");
  }

  @Test
  void everyPriorityHasItsQueue() {
    assertThat(Arrays.stream(EventPriority.values()).map(EventPriority::queue))
        .containsExactly(EventQueue.HIGH, EventQueue.DEFAULT, EventQueue.LOW);
    assertThat(Arrays.stream(EventQueue.values()).map(EventQueue::queueName))
        .containsExactly("events:high", "events:default", "events:low");
  }
}
