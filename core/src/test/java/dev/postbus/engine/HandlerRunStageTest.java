package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs whose handler returns a stage. */
@Timeout(30)
class HandlerRunStageTest extends HandlerRunFixture {

  @Test
  void aStageThatHasEndedEndsTheRunAtOnce() {
    HandlerRun run =
        runs.run(
            "d1", TestRuns.handler((payload, context) -> CompletableFuture.completedStage("x")));

    assertThat(execute(run)).isTrue();
    run.report();

    assertThat(runs.heard).containsExactly("started d1", "ended d1 well");
    assertThat(resumed).isEmpty();
  }

  @Test
  void aStageThatGoesOnEndsTheRunLater() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    HandlerRun run = runs.run("d1", TestRuns.handler((payload, context) -> stage));

    assertThat(execute(run)).isFalse();
    assertThat(run.ended()).isFalse();

    stage.complete("x");

    assertThat(resumed).containsExactly(run);
    run.report();
    assertThat(runs.heard).containsExactly("started d1", "ended d1 well");
  }

  @Test
  void aFailedStageFailsTheAttemptWithWhatWasReallyThrown() {
    IllegalStateException reason = new IllegalStateException("no stock");
    CompletableFuture<String> later = new CompletableFuture<>();
    HandlerRun atOnce =
        runs.run(
            "d1",
            TestRuns.handler(
                (payload, context) ->
                    CompletableFuture.failedStage(new CompletionException(reason))));
    HandlerRun afterwards =
        runs.run("d2", TestRuns.handler((payload, context) -> later.thenApply(String::length)));

    execute(atOnce);
    atOnce.report();
    execute(afterwards);
    later.completeExceptionally(reason);
    afterwards.report();

    assertThat(runs.failures).containsExactly(reason, reason);
  }

  @Test
  void aCancelledStageFailsTheAttempt() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    HandlerRun run = runs.run("d1", TestRuns.handler((payload, context) -> stage));

    execute(run);
    stage.cancel(true);
    run.report();

    assertThat(runs.heard).containsExactly("started d1", "ended d1 CancellationException");
  }

  @Test
  void aStageNeedNotBeAFuture() {
    CompletableFuture<String> ends = new CompletableFuture<>();
    CompletionStage<String> open = OnlyAStage.of(ends);
    CompletionStage<String> ended = OnlyAStage.of(CompletableFuture.completedFuture("x"));
    HandlerRun first = runs.run("d1", TestRuns.handler((payload, context) -> open));
    HandlerRun second = runs.run("d2", TestRuns.handler((payload, context) -> ended));

    assertThat(execute(first)).isFalse();
    ends.complete("x");
    assertThat(resumed).containsExactly(first);
    first.report();

    assertThat(execute(second)).isTrue();
    second.report();
    assertThat(runs.heard)
        .containsExactly("started d1", "ended d1 well", "started d2", "ended d2 well");
    assertThat(resumed).containsExactly(first);
  }

  @Test
  void aStageThatCannotBeWatchedFailsTheAttempt() {
    IllegalStateException broken = new IllegalStateException("broken stage");
    CompletionStage<String> stage = OnlyAStage.failingToListen(broken);
    HandlerRun run = runs.run("d1", TestRuns.handler((payload, context) -> stage));

    assertThat(execute(run)).isTrue();
    run.report();

    assertThat(runs.failures).containsExactly(broken);
    assertThat(resumed).isEmpty();
  }
}
