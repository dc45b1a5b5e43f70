package dev.postbus.engine;

import dev.postbus.EventContext;
import dev.postbus.EventPattern;
import dev.postbus.SubscribeOptions;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A checked handler, such as a method with {@link dev.postbus.Subscribe}, ready to be registered.
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

  /** Checks what was handed to a subscribe method; without an id one is made of the rest. */
  static HandlerMethod of(
      String pattern,
      Class<?> payloadType,
      SubscribeOptions options,
      boolean async,
      Invoker invoker) {
    EventPattern.of(pattern);
    checkNotNull("payloadType", payloadType);
    checkNotNull("options", options);
    if (payloadType.isPrimitive()) {
      throw new IllegalArgumentException(
          "payload type %s is primitive; use a record or the boxed type".formatted(payloadType));
    }
    String id = options.id().orElse("%s(%s)".formatted(pattern, payloadType.getSimpleName()));
    return new HandlerMethod(id, List.of(pattern), payloadType, options, async, invoker);
  }

  static void checkNotNull(String what, @Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException(what + " is null");
    }
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
