package dev.postbus.engine;

import dev.postbus.EventBusException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Waiting for stages of the store. */
public final class Stages {

  private Stages() {}

  /** Returns what really went wrong, without the wrappers of futures. */
  public static Throwable cause(Throwable failure) {
    Throwable at = failure;
    while ((at instanceof CompletionException || at instanceof ExecutionException)
        && at.getCause() != null) {
      at = at.getCause();
    }
    return at;
  }

  /** Calls the store: one that throws is one whose stage has failed. */
  static <T> CompletionStage<T> called(Supplier<CompletionStage<T>> call) {
    try {
      return call.get();
    } catch (RuntimeException failure) {
      return CompletableFuture.failedStage(failure);
    }
  }

  /**
   * Waits for the stage.
   *
   * @throws EventBusException when it fails, does not end in time, or the thread is interrupted
   */
  public static <T> T await(CompletionStage<T> stage, Duration atMost, String what) {
    try {
      return stage.toCompletableFuture().get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failure) {
      Throwable cause = cause(failure);
      if (cause instanceof EventBusException known) {
        throw known;
      }
      if (cause instanceof IllegalStateException known) {
        throw known;
      }
      throw new EventBusException("%s failed: %s".formatted(what, cause.getMessage()), cause);
    } catch (TimeoutException late) {
      throw new EventBusException(
          "%s got no answer from the store within %s; is it reachable?".formatted(what, atMost),
          late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new EventBusException("%s was interrupted".formatted(what), interrupted);
    }
  }
}
