package dev.postbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import dev.postbus.EmitException.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExceptionsTest {

  private static Map<String, Outcome> outcomes(int count) {
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    IntStream.rangeClosed(1, count).forEach(i -> outcomes.put("e" + i, Outcome.values()[i % 3]));
    return outcomes;
  }

  @Test
  void anEmitExceptionSaysWhatWhichAndWhy() {
    IOException cause = new IOException("reset");

    EmitException failure =
        new EmitException("order.created", outcomes(2), "the store did not answer", cause);

    assertThat(failure)
        .hasMessage(
            "emit of \"order.created\" failed (e1 NOT_STORED, e2 UNKNOWN): the store did not"
                + " answer")
        .hasCause(cause)
        .isInstanceOf(EventBusException.class)
        .isInstanceOf(RuntimeException.class);
    assertThat(failure.eventIds()).containsExactly("e1", "e2");
    assertThat(failure.outcomes())
        .containsExactly(entry("e1", Outcome.NOT_STORED), entry("e2", Outcome.UNKNOWN));
  }

  @Test
  void aLongListOfEventsIsCutInTheMessageAndNowhereElse() {
    EmitException failure = new EmitException("a", outcomes(12), "no room", null);

    assertThat(failure)
        .hasMessage(
            "emit of \"a\" failed (e1 NOT_STORED, e2 UNKNOWN, e3 STORED, e4 NOT_STORED, e5 UNKNOWN"
                + " and 7 more): no room")
        .hasNoCause();
    assertThat(failure.eventIds()).hasSize(12).startsWith("e1", "e2").endsWith("e12");
    assertThat(failure.outcomes()).hasSize(12);
  }

  @Test
  void exactlyAsManyAsAreListedAreNotCut() {
    assertThat(new EmitException("a", outcomes(5), "x", null).getMessage())
        .doesNotContain("more")
        .contains("e5 UNKNOWN)");
  }

  @Test
  void theOutcomesBelongToTheException() {
    Map<String, Outcome> given = outcomes(1);
    EmitException failure = new EmitException("a", given, "x", null);
    given.put("later", Outcome.STORED);

    assertThat(failure.eventIds()).containsExactly("e1");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> failure.outcomes().clear());
  }

  @Test
  void itSurvivesSerialisation() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new EmitException("a", outcomes(3), "x", null));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(((EmitException) in.readObject()).outcomes()).isEqualTo(outcomes(3));
    }
  }

  @Test
  void aHandlerMayAskForADelay() {
    assertThat(new RetryAfterException(Duration.ofMinutes(3)))
        .hasMessage("the handler asked to be called again after PT3M")
        .extracting(RetryAfterException::delay)
        .isEqualTo(Duration.ofMinutes(3));
    assertThat(new RetryAfterException(Duration.ZERO).delay()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryAfterException(Duration.ofMillis(-1)))
        .withMessage("retry delay is PT-0.001S; it must be between zero and 36500 days");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryAfterException(null))
        .withMessage("retry delay is null; it must be between zero and 36500 days");
  }

  @Test
  void aPermanentFailureHasAReason() {
    IOException cause = new IOException("gone");

    assertThat(new PermanentFailureException("unknown customer")).hasMessage("unknown customer");
    assertThat(new PermanentFailureException("unknown customer", cause)).hasCause(cause);
  }

  @Test
  void healthKeepsItsReasons() {
    List<String> reasons = new ArrayList<>(List.of("slow"));
    BusHealth health = new BusHealth(BusHealth.Status.DEGRADED, reasons);
    reasons.clear();

    assertThat(health.reasons()).containsExactly("slow");
  }
}
