package dev.postbus.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Gives up waiting for something that cannot be told to hurry. */
record TimeLimit(Duration limit) {

  static TimeLimit of(Duration limit) {
    return new TimeLimit(limit);
  }

  /**
   * Returns what the call returns, or throws what it throws; empty when it takes too long.
   *
   * @param late is given what comes too late
   */
  <T> Optional<T> run(Supplier<T> call, Consumer<T> late) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                T value = call.get();
                if (!result.complete(value)) {
                  late.accept(value);
                }
              } catch (RuntimeException | Error failure) {
                result.completeExceptionally(failure);
              }
            },
            "postbus-cli-waits");
    thread.setDaemon(true);
    thread.start();
    try {
      return Optional.of(result.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException slow) {
      if (result.cancel(false)) {
        return Optional.empty();
      }
      return Optional.of(result.join());
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof Error broken) {
        throw broken;
      }
      throw (RuntimeException) failure.getCause();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw CliException.failed("interrupted");
    }
  }
}
