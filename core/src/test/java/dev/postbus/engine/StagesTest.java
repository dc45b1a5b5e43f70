package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.EventBusException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class StagesTest {

  private static final Duration SOON = Duration.ofMillis(20);

  private static Object await(CompletionStage<?> stage) {
    return Stages.await(stage, SOON, "reading");
  }

  @Test
  void theResultIsReturned() {
    assertThat(await(CompletableFuture.completedStage("x"))).isEqualTo("x");
    assertThat(await(CompletableFuture.completedStage(null))).isNull();
  }

  @Test
  void whatTheEngineKnowsIsThrownAsItIs() {
    FencedException fenced = new FencedException("c1");
    IllegalStateException closed = new IllegalStateException("closed");

    assertThatThrownBy(() -> await(CompletableFuture.failedStage(fenced))).isSameAs(fenced);
    assertThatThrownBy(() -> await(CompletableFuture.failedStage(new CompletionException(fenced))))
        .isSameAs(fenced);
    assertThatThrownBy(() -> await(CompletableFuture.failedStage(closed))).isSameAs(closed);
  }

  @Test
  void otherFailuresSayWhatWasBeingDone() {
    IOException reset = new IOException("connection reset");

    assertThatExceptionOfType(EventBusException.class)
        .isThrownBy(() -> await(CompletableFuture.failedStage(reset)))
        .withMessage("reading failed: connection reset")
        .withCause(reset);
  }

  @Test
  void anAnswerThatDoesNotComeIsGivenUp() {
    assertThatExceptionOfType(EventBusException.class)
        .isThrownBy(() -> await(new CompletableFuture<>()))
        .withMessage("reading got no answer from the store within PT0.02S; is it reachable?")
        .withCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void anInterruptIsObeyedAndRestored() {
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(EventBusException.class)
        .isThrownBy(() -> await(new CompletableFuture<>()))
        .withMessage("reading was interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void theWrappersOfFuturesAreTakenOff() {
    IOException reset = new IOException("reset");

    assertThat(Stages.cause(reset)).isSameAs(reset);
    assertThat(
            Stages.cause(
                new CompletionException(new ExecutionException(new CompletionException(reset)))))
        .isSameAs(reset);
    CompletionException bare = new CompletionException("bare", null);
    assertThat(Stages.cause(bare)).isSameAs(bare);
  }
}
