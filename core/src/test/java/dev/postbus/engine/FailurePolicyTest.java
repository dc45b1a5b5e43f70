package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.Backoff;
import dev.postbus.PermanentFailureException;
import dev.postbus.RetryAfterException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FailurePolicyTest {

  private static final Backoff FIXED = Backoff.fixed(Duration.ofSeconds(7));

  private static Outcome decide(Throwable failure, int attempt, int maxAttempts) {
    return FailurePolicy.decide(failure, attempt, maxAttempts, FIXED, new Random(1));
  }

  private static Duration delay(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.RetryAfter.class);
    return ((Outcome.RetryAfter) outcome).delay();
  }

  @Test
  void anAttemptThatFailsIsFollowedByAnotherAfterTheBackoff() {
    Outcome outcome = decide(new IllegalStateException("no server"), 1, 3);

    assertThat(delay(outcome)).isEqualTo(Duration.ofSeconds(7));
    assertThat(((Outcome.RetryAfter) outcome).reason())
        .startsWith("java.lang.IllegalStateException: no server\n\tat ");
  }

  @Test
  void theBackoffIsOfTheAttemptThatFailed() {
    Backoff doubling = Backoff.exponential(Duration.ofSeconds(1));

    for (int attempt = 1; attempt <= 5; attempt++) {
      Outcome outcome =
          FailurePolicy.decide(new Exception(), attempt, 9, doubling, new Random(attempt));
      assertThat(delay(outcome))
          .isEqualTo(doubling.delayAfter(attempt, new Random(attempt)))
          .isBetween(Duration.ofMillis(800L << attempt - 1), Duration.ofMillis(1_200L << attempt));
    }
  }

  @Test
  void theLastAttemptEndsInTheDeadLetters() {
    assertThat(decide(new Exception("x"), 2, 3)).isInstanceOf(Outcome.RetryAfter.class);
    assertThat(decide(new Exception("x"), 3, 3)).isInstanceOf(Outcome.DeadLettered.class);
    assertThat(decide(new Exception("x"), 4, 3)).isInstanceOf(Outcome.DeadLettered.class);
    assertThat(decide(new Exception("x"), 1, 1)).isInstanceOf(Outcome.DeadLettered.class);
  }

  @Test
  void aPermanentFailureEndsThereAtOnceAlsoASubclass() {
    class UnknownCustomer extends PermanentFailureException {
      private static final long serialVersionUID = 1L;

      UnknownCustomer() {
        super("customer 7 is unknown");
      }
    }

    Outcome outcome = decide(new UnknownCustomer(), 1, 9);

    assertThat(outcome).isInstanceOf(Outcome.DeadLettered.class);
    assertThat(((Outcome.DeadLettered) outcome).reason()).contains("customer 7 is unknown");
  }

  @Test
  void aHandlerMayChooseTheDelayButNoFurtherAttempt() {
    RetryAfterException later = new RetryAfterException(Duration.ofHours(2));

    assertThat(delay(decide(later, 1, 2))).isEqualTo(Duration.ofHours(2));
    assertThat(delay(decide(new RetryAfterException(Duration.ZERO), 1, 2))).isZero();
    assertThat(decide(later, 2, 2)).isInstanceOf(Outcome.DeadLettered.class);
  }

  @Test
  void theReasonIsTheWholeStackTraceWithItsCauses() {
    String reason =
        FailurePolicy.describe(
            new IllegalStateException("outer", new IllegalArgumentException("inner")));

    assertThat(reason)
        .startsWith("java.lang.IllegalStateException: outer")
        .contains("Caused by: java.lang.IllegalArgumentException: inner")
        .contains("theReasonIsTheWholeStackTraceWithItsCauses")
        .doesNotEndWith("\n");
  }

  @Test
  void ofALongTraceEachCauseKeepsItsMessageAndItsTop() {
    Throwable failure = new IllegalArgumentException("the first cause");
    for (int i = 1; i <= 5; i++) {
      failure = new IllegalStateException("wrapped " + i, failure);
    }

    String reason = FailurePolicy.describe(failure);

    assertThat(reason)
        .hasSizeLessThanOrEqualTo(FailurePolicy.MAX_REASON)
        .startsWith("java.lang.IllegalStateException: wrapped 5\n\tat ")
        .contains("\nCaused by: java.lang.IllegalStateException: wrapped 1\n\tat ")
        .contains("\nCaused by: java.lang.IllegalArgumentException: the first cause\n\tat ")
        .containsPattern("\\.\\.\\. \\d+ more")
        .doesNotContain("(cut)");
  }

  @Test
  void theReasonIsBounded() {
    String longText = "x".repeat(1_000_000);
    String reason =
        FailurePolicy.describe(
            new IllegalStateException(longText, new IllegalArgumentException("y".repeat(5_000))));

    assertThat(reason)
        .hasSizeLessThanOrEqualTo(FailurePolicy.MAX_REASON + " ... (cut)".length())
        .startsWith("java.lang.IllegalStateException: xxx")
        .contains("x ... (cut)\n\tat ")
        .contains("\nCaused by: java.lang.IllegalArgumentException: yyy");
    assertThat(FailurePolicy.bounded("x".repeat(4_096))).hasSize(4_096).doesNotContain("cut");
    assertThat(FailurePolicy.bounded("x".repeat(4_097))).hasSize(4_106).endsWith(" ... (cut)");
  }

  @Test
  void noCharacterOfAReasonIsCutInHalf() {
    for (String before : List.of("", "x")) {
      String reason = FailurePolicy.describe(new Exception(before + "\ud83d\udce6".repeat(5_000)));

      assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(reason)).isTrue();
    }
    assertThat(FailurePolicy.bounded("x".repeat(4_095) + "\ud83d\udce6")).hasSize(4_095 + 10);
  }

  @Test
  void aHopelesslyLongChainOfCausesIsBoundedToo() {
    Throwable failure = new IllegalArgumentException("the first cause");
    for (int i = 1; i <= 5_000; i++) {
      failure = new IllegalStateException("wrapped " + i, failure);
    }

    assertThat(FailurePolicy.describe(failure))
        .hasSizeLessThanOrEqualTo(FailurePolicy.MAX_REASON + " ... (cut)".length())
        .isNotEmpty();
  }

  private static final class Unprintable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Endless extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public void printStackTrace(PrintWriter to) {
      printStackTrace(to);
    }

    @Override
    public String toString() {
      return toString();
    }
  }

  @Test
  void aFailureThatCannotBeToldIsNamed() {
    assertThat(FailurePolicy.describe(new Unprintable()))
        .isEqualTo(
            Unprintable.class.getName()
                + " (its stack trace cannot be printed: java.lang.UnsupportedOperationException)");
    assertThat(FailurePolicy.describe(new Endless()))
        .startsWith(Endless.class.getName())
        .endsWith("java.lang.StackOverflowError)");
    assertThat(FailurePolicy.name(new Unprintable())).isEqualTo(Unprintable.class.getName());
    assertThat(FailurePolicy.name(new Endless())).isEqualTo(Endless.class.getName());
    assertThat(FailurePolicy.name(new Exception("x"))).isEqualTo("java.lang.Exception: x");
  }

  @Test
  void causesInACircleComeToAnEnd() {
    Exception first = new Exception("first");
    Exception second = new Exception("second", first);
    first.initCause(second);

    assertThat(FailurePolicy.describe(first))
        .startsWith("java.lang.Exception: first")
        .contains("Caused by: java.lang.Exception: second");
  }
}
