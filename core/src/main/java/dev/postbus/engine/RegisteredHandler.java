package dev.postbus.engine;

import dev.postbus.Backoff;
import dev.postbus.EventContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * A handler of this instance, ready to run.
 *
 * @param id the stable id
 * @param patterns the patterns as text
 * @param reader reads the payload type
 * @param attempts the attempts it asked for
 * @param backoff the backoff it asked for
 * @param timeout how long an attempt may run
 * @param invocation calls it
 */
record RegisteredHandler(
    String id,
    List<String> patterns,
    ObjectReader reader,
    OptionalInt attempts,
    Optional<Backoff> backoff,
    Optional<Duration> timeout,
    Invocation invocation) {

  /** Calls the user's code. */
  @FunctionalInterface
  interface Invocation {
    /** Returns the stage that ends the run, or null when it has ended. */
    @Nullable CompletionStage<?> call(Object payload, EventContext context) throws Exception;
  }

  /** Makes a handler ready to run. */
  static RegisteredHandler of(HandlerMethod method, JsonMapper mapper) {
    Invocation invocation =
        method.async()
            ? (payload, context) -> {
              CompletionStage<?> stage = method.invoker().invoke(payload, context);
              if (stage == null) {
                throw new IllegalStateException(
                    "handler %s returned null instead of a CompletionStage".formatted(method.id()));
              }
              return stage;
            }
            : method.invoker()::invoke;
    return new RegisteredHandler(
        method.id(),
        method.patterns(),
        mapper.readerFor(mapper.constructType(method.payloadType())),
        method.options().attempts(),
        method.options().backoff(),
        method.options().timeout(),
        invocation);
  }

  HandlerBinding binding() {
    return new HandlerBinding(id, patterns);
  }
}
