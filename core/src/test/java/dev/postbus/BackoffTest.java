package dev.postbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Always gives the same share of what is possible, from 0 to just below 1. */
  private static RandomGenerator always(double share) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        return 0;
      }

      @Override
      public double nextDouble() {
        return share;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({"1, 1000", "2, 2000", "3, 4000", "4, 8000", "9, 256000"})
  void exponentialDoublesWithEachAttempt(int attempt, long millis) {
    assertThat(Backoff.exponential(SECOND).delayAfter(attempt, always(0.5)))
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 8})
  void jitterStaysWithinAFifthAndUsesAllOfIt(int attempt) {
    Backoff backoff = Backoff.exponential(SECOND);
    long middle = 1_000L << (attempt - 1);
    Random random = new Random(1);

    LongSummaryStatistics delays =
        IntStream.range(0, 10_000)
            .mapToLong(i -> backoff.delayAfter(attempt, random).toMillis())
            .summaryStatistics();

    assertThat(delays.getMin()).isBetween(middle * 80 / 100, middle * 81 / 100);
    assertThat(delays.getMax()).isBetween(middle * 119 / 100, middle * 120 / 100);
    assertThat(delays.getAverage()).isBetween(middle * 0.99, middle * 1.01);
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 12, 63, 64, 65, 1_000, Integer.MAX_VALUE})
  void exponentialIsNeverMoreThanItsCapHoweverManyAttempts(int attempt) {
    Backoff backoff = Backoff.exponential(SECOND);

    assertThat(backoff.delayAfter(attempt, always(0.999_999))).isEqualTo(Duration.ofMinutes(10));
    assertThat(backoff.delayAfter(attempt, always(0.5))).isEqualTo(Duration.ofMinutes(9));
    assertThat(backoff.delayAfter(attempt, always(0))).isEqualTo(Duration.ofMinutes(8));
  }

  @Test
  void theCapCanBeChosen() {
    Backoff backoff = Backoff.exponential(SECOND, Duration.ofSeconds(3));

    assertThat(backoff.delayAfter(2, always(0.999_999)).toMillis()).isEqualTo(2_400);
    assertThat(backoff.delayAfter(3, always(0.999_999)).toMillis()).isEqualTo(3_000);
    assertThat(Backoff.exponential(SECOND, SECOND).delayAfter(9, always(0.5)).toMillis())
        .isEqualTo(900);
  }

  @Test
  void aBaseBeyondTheUsualCapIsItsOwnCap() {
    Backoff backoff = Backoff.exponential(Duration.ofHours(1));

    assertThat(backoff.delayAfter(1, always(0.999_999_9))).isEqualTo(Duration.ofHours(1));
    assertThat(backoff.delayAfter(7, always(0))).isEqualTo(Duration.ofMinutes(48));
  }

  @Test
  void fixedAndNoneHaveNoJitter() {
    for (int attempt : new int[] {1, 2, 100}) {
      assertThat(Backoff.fixed(Duration.ofSeconds(5)).delayAfter(attempt, always(0.9)))
          .isEqualTo(Duration.ofSeconds(5));
      assertThat(Backoff.none().delayAfter(attempt, always(0.9))).isZero();
    }
  }

  @Test
  void attemptsCountFromOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backoff.none().delayAfter(0, always(0)))
        .withMessage("attempt is 0; it must be at least 1");
  }

  static Stream<Duration> badDurations() {
    return Stream.of(
        null,
        Duration.ZERO,
        Duration.ofNanos(999_999),
        Duration.ofMillis(-1),
        Duration.ofDays(36_500).plusNanos(1),
        ChronoUnit.FOREVER.getDuration(),
        Duration.ofSeconds(Long.MIN_VALUE));
  }

  @ParameterizedTest
  @MethodSource("badDurations")
  void timesMustBePositiveAndSensible(Duration bad) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backoff.exponential(bad))
        .withMessage("backoff base is %s; it must be at least 1 ms and at most 36500 days", bad);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backoff.exponential(SECOND, bad))
        .withMessage("backoff cap is %s; it must be at least 1 ms and at most 36500 days", bad);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backoff.fixed(bad))
        .withMessage("backoff delay is %s; it must be at least 1 ms and at most 36500 days", bad);
  }

  @Test
  void theLongestAndTheShortestTimesWork() {
    Duration longest = Duration.ofDays(36_500);

    assertThat(Backoff.exponential(longest).delayAfter(50, always(1))).isEqualTo(longest);
    assertThat(Backoff.fixed(Duration.ofMillis(1)).delayAfter(1, always(0)))
        .isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void theCapIsNotBelowTheBase() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backoff.exponential(SECOND, Duration.ofMillis(999)))
        .withMessage("backoff cap is PT0.999S; it must not be below the base PT1S");
  }

  @ParameterizedTest
  @CsvSource({
    "exponential:1s, exponential:PT1S up to PT10M",
    "exponential:250ms, exponential:PT0.25S up to PT10M",
    "exponential:2h, exponential:PT2H up to PT2H",
    "' exponential: 1s ', exponential:PT1S up to PT10M",
    "fixed:5s, fixed:PT5S",
    "fixed:3m, fixed:PT3M",
    "fixed:1d, fixed:PT24H",
    "none, none",
    "' none ', none",
  })
  void textIsRead(String text, String expected) {
    assertThat(Backoff.parse(text)).hasToString(expected);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", "1s", "linear:1s", "Exponential:1s", "none:1s", "fixed", "exponential"})
  void textThatIsNoBackoffIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backoff.parse(text))
        .withMessage("backoff is \"%s\"; write \"exponential:1s\", \"fixed:5s\" or \"none\"", text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "1", "1 s", "-1s", "1.5s", "1w", "1s:2s", "9999999999s", "١s"})
  void textWithABadTimeIsRefused(String time) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backoff.parse("exponential:" + time))
        .withMessage(
            "backoff base is \"%s\"; write a whole number and a unit: 250ms, 30s, 5m, 2h or 1d",
            time);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backoff.parse("fixed:" + time))
        .withMessageStartingWith("backoff delay is \"");
  }

  @Test
  void textWithATimeOutOfRangeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backoff.parse("fixed:0s"))
        .withMessage("backoff delay is PT0S; it must be at least 1 ms and at most 36500 days");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backoff.parse("exponential:999999999d"))
        .withMessageContaining("at most 36500 days");
  }

  @Test
  void backoffsAreValues() {
    assertThat(Backoff.exponential(SECOND))
        .isEqualTo(Backoff.exponential(SECOND, Backoff.DEFAULT_CAP))
        .hasSameHashCodeAs(Backoff.exponential(SECOND, Backoff.DEFAULT_CAP))
        .isNotEqualTo(Backoff.exponential(SECOND, SECOND))
        .isNotEqualTo(Backoff.fixed(SECOND))
        .isNotEqualTo(null);
    assertThat(Backoff.none()).isEqualTo(Backoff.none()).isNotEqualTo(Backoff.fixed(SECOND));
  }
}
