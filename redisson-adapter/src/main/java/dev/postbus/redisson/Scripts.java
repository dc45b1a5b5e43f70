package dev.postbus.redisson;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RScript;
import org.redisson.api.RScript.Mode;
import org.redisson.api.RScript.ReturnType;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisNoScriptException;

/** Runs scripts by their hash, and by their text when Redis has forgotten them. Thread-safe. */
final class Scripts {

  private final RScript redis;

  Scripts(RedissonClient client) {
    this.redis = client.getScript(ScriptCodec.INSTANCE);
  }

  /**
   * Runs a script; all of its replies are lists, of what {@link ScriptCodec} makes of them. The
   * stage completes on a thread of Redisson.
   */
  CompletionStage<List<Object>> run(Script script, List<Object> keys, Object... arguments) {
    CompletionStage<List<Object>> reply =
        redis.evalShaAsync(Mode.READ_WRITE, script.sha(), ReturnType.LIST, keys, arguments);
    return reply
        .handle(
            (result, failure) -> {
              if (failure == null) {
                return CompletableFuture.completedFuture(result);
              }
              if (cause(failure) instanceof RedisNoScriptException) {
                return redis
                    .<List<Object>>evalAsync(
                        Mode.READ_WRITE, script.text(), ReturnType.LIST, keys, arguments)
                    .toCompletableFuture();
              }
              return CompletableFuture.<List<Object>>failedFuture(cause(failure));
            })
        .thenCompose(stage -> stage);
  }

  /** Returns what a stage failed with. */
  static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
