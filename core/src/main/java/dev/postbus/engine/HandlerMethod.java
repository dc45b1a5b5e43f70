package dev.postbus.engine;

import dev.postbus.EventContext;
import dev.postbus.SubscribeOptions;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A checked method with {@link dev.postbus.Subscribe}, ready to be registered.
 *
 * @param id the stable id of the handler within its group
 * @param patterns the event names or patterns, each valid; at least one
 * @param payloadType what the payload is read as, with its type arguments; free of type variables
 * @param options attempts, backoff, timeout and the id
 * @param async whether the method returns a stage, which then must not be null
 * @param invoker calls the method
 */
public record HandlerMethod(
    String id,
    List<String> patterns,
    Type payloadType,
    SubscribeOptions options,
    boolean async,
    Invoker invoker) {

  /** Copies the patterns. */
  public HandlerMethod {
    patterns = List.copyOf(patterns);
  }

  /** Calls a handler method on its instance. Thread-safe. */
  @FunctionalInterface
  public interface Invoker {

    /**
     * Calls the method and returns its stage; null when it returns void, or no stage.
     *
     * @throws Exception what the method threw, as it threw it, or what kept its instance from being
     *     made
     */
    @Nullable CompletionStage<?> invoke(Object payload, EventContext context) throws Exception;
  }
}
