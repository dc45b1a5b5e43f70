package dev.postbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscribeOptionsTest {

  private final SubscribeOptions.Builder builder = SubscribeOptions.builder();

  @Test
  void noOptionsLeaveEverythingToTheBus() {
    SubscribeOptions none = SubscribeOptions.none();

    assertThat(none.id()).isEmpty();
    assertThat(none.attempts()).isEmpty();
    assertThat(none.backoff()).isEmpty();
    assertThat(none.timeout()).isEmpty();
    assertThat(none)
        .hasToString("SubscribeOptions[id=null, attempts=default, backoff=null, timeout=null]");
  }

  @Test
  void whatIsSaidIsKept() {
    SubscribeOptions options =
        builder
            .id("mail")
            .attempts(9)
            .backoff(Backoff.none())
            .timeout(Duration.ofSeconds(30))
            .build();

    assertThat(options.id()).hasValue("mail");
    assertThat(options.attempts()).hasValue(9);
    assertThat(options.backoff()).hasValue(Backoff.none());
    assertThat(options.timeout()).hasValue(Duration.ofSeconds(30));
    assertThat(options)
        .hasToString("SubscribeOptions[id=mail, attempts=9, backoff=none, timeout=PT30S]");
  }

  @Test
  void whatWasBuiltDoesNotChangeWithItsBuilder() {
    SubscribeOptions first = builder.id("mail").build();
    builder.id("other").attempts(2);

    assertThat(first.id()).hasValue("mail");
    assertThat(first.attempts()).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "two words", "quo\"te"})
  void theIdIsVisibleAscii(String bad) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.id(bad))
        .withMessage(
            "handler id is \"%s\"; use 1 to 128 visible ASCII characters other than quote and"
                + " backslash",
            bad);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -3})
  void attemptsAreAtLeastOne(int bad) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.attempts(bad))
        .withMessage("attempts is %d; it must be at least 1", bad);
  }

  @Test
  void theBackoffIsNotNull() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.backoff(null))
        .withMessage("backoff is null");
  }

  @Test
  void theTimeoutIsAtLeastAMillisecondAndSensible() {
    for (Duration bad :
        new Duration[] {
          null,
          Duration.ZERO,
          Duration.ofSeconds(-1),
          Duration.ofNanos(1),
          ChronoUnit.FOREVER.getDuration()
        }) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder.timeout(bad))
          .withMessage("timeout is %s; it must be at least 1 ms and at most 36500 days", bad);
    }
  }

  @ParameterizedTest
  @CsvSource({"250ms, PT0.25S", "30s, PT30S", "5m, PT5M", "2h, PT2H", "1d, PT24H", "' 1s ', PT1S"})
  void theTimeoutMayBeText(String text, Duration expected) {
    assertThat(builder.timeout(text).build().timeout()).hasValue(expected);
  }

  @Test
  void aTimeoutThatIsNoTimeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.timeout("soon"))
        .withMessage(
            "timeout is \"soon\"; write a whole number and a unit: 250ms, 30s, 5m, 2h or 1d");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.timeout("0ms"))
        .withMessage("timeout is PT0S; it must be at least 1 ms and at most 36500 days");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.timeout((String) null))
        .withMessage("timeout is null");
  }
}
