package dev.postbus.engine;

import dev.postbus.EventContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls a method by reflection on the instance of the moment. */
final class HandlerMethodInvoker implements HandlerMethod.Invoker {

  private final Supplier<?> instance;
  private final Method method;
  private final boolean withContext;

  /** Takes a method that was made accessible. */
  HandlerMethodInvoker(Supplier<?> instance, Method method) {
    this.instance = instance;
    this.method = method;
    this.withContext = method.getParameterCount() == 2;
  }

  @Override
  public @Nullable CompletionStage<?> invoke(Object payload, EventContext context)
      throws Exception {
    Object target = instance.get();
    if (target == null) {
      throw new IllegalStateException(
          "no instance to call %s on: its supplier returned null".formatted(this));
    }
    try {
      return (CompletionStage<?>)
          (withContext ? method.invoke(target, payload, context) : method.invoke(target, payload));
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof Exception exception) {
        throw exception;
      }
      if (thrown.getCause() instanceof Error error) {
        throw error;
      }
      throw thrown;
    }
  }

  /** Returns class, method and parameters, for logs. */
  @Override
  public String toString() {
    return HandlerMethodReader.describe(method);
  }
}
