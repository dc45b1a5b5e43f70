package dev.postbus.redisson;

import dev.postbus.EventBusException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what administration asks of Redis. Thread-safe. */
final class AdminCalls {

  /** Longer than Redisson tries: it says better what is wrong. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Scripts scripts;

  AdminCalls(Scripts scripts) {
    this.scripts = scripts;
  }

  /** Runs a script and returns its reply. */
  List<Object> run(String what, Script script, List<Object> touched, Object... arguments) {
    return await(what, scripts.run(script, touched, arguments));
  }

  /**
   * Reads a key by a command that returns a list, at the primary: whoever has just changed
   * something sees it. What is not there is the empty text.
   */
  List<String> read(String what, String key, Object... commandAndArguments) {
    return run(what, Script.READ, List.of(key), commandAndArguments).stream()
        .map(reply -> reply == null ? "" : ScriptCodec.text(reply))
        .toList();
  }

  /** Returns the number that a reply begins with. */
  static int number(List<Object> reply) {
    return ((Long) reply.get(0)).intValue();
  }

  static <T> T await(String what, CompletionStage<T> stage) {
    return await(what, stage, PATIENCE);
  }

  static <T> T await(String what, CompletionStage<T> stage, Duration patience) {
    try {
      return stage.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new EventBusException(what + " was interrupted", stop);
    } catch (ExecutionException failure) {
      throw RedisErrors.unknown(what, failure.getCause());
    } catch (TimeoutException failure) {
      throw new EventBusException(what + " failed: Redis does not answer", failure);
    }
  }
}
