package dev.postbus.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stages of other libraries, which need not let themselves be turned into futures. */
final class OnlyAStage {

  private OnlyAStage() {}

  /** Returns a stage that ends as the future does and does not interoperate with others. */
  static CompletionStage<String> of(CompletableFuture<String> future) {
    return stage(future, null);
  }

  /** Returns a stage that nobody can wait for. */
  static CompletionStage<String> failingToListen(RuntimeException failure) {
    return stage(new CompletableFuture<>(), failure);
  }

  @SuppressWarnings("unchecked") // a proxy knows no type parameters
  private static CompletionStage<String> stage(
      CompletableFuture<String> future, RuntimeException failure) {
    return (CompletionStage<String>)
        Proxy.newProxyInstance(
            OnlyAStage.class.getClassLoader(),
            new Class<?>[] {CompletionStage.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("toCompletableFuture")) {
                throw new UnsupportedOperationException("not a future");
              }
              if (failure != null) {
                throw failure;
              }
              try {
                return method.invoke(future, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }
}
