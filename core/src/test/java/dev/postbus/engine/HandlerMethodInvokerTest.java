package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.EventContext;
import dev.postbus.EventMetadata;
import dev.postbus.Subscribe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HandlerMethodInvokerTest {

  private final EventContext context = new NoContext(null, 1, 3, false, false);

  /** Only handed through. */
  private record NoContext(
      EventMetadata metadata,
      int attempt,
      int maxAttempts,
      boolean redelivered,
      boolean cancellationRequested)
      implements EventContext {}

  static class Listener {
    final List<Object> seen = new ArrayList<>();

    @Subscribe("x")
    private void on(String payload, EventContext context) {
      seen.add(payload);
      seen.add(context);
    }
  }

  @Test
  void thePayloadAndTheContextReachThePrivateMethod() throws Exception {
    Listener listener = new Listener();

    CompletionStage<?> stage = invoker(Listener.class, () -> listener).invoke("hello", context);

    assertThat(stage).isNull();
    assertThat(listener.seen).containsExactly("hello", context);
  }

  static class Overriding extends Async {
    @Override
    CompletionStage<String> on(String payload) {
      return CompletableFuture.completedStage("overridden " + payload);
    }
  }

  static class Async {
    @Subscribe("x")
    CompletionStage<String> on(String payload) {
      return CompletableFuture.completedStage(payload);
    }
  }

  @Test
  void theStageIsReturnedAndAnOverrideRuns() throws Exception {
    CompletionStage<?> stage = invoker(Async.class, Overriding::new).invoke("hello", context);

    assertThat(stage).isNotNull();
    assertThat(stage.toCompletableFuture().join()).isEqualTo("overridden hello");
  }

  static class Throwing {
    @Subscribe("x")
    void on(Throwable wanted) throws Throwable {
      throw wanted;
    }
  }

  @Test
  void whatTheMethodThrowsArrivesAsItIs() {
    HandlerMethod.Invoker invoker = invoker(Throwing.class, Throwing::new);
    IOException checked = new IOException("gone");
    AssertionError error = new AssertionError("no");

    assertThatThrownBy(() -> invoker.invoke(checked, context)).isSameAs(checked);
    assertThatThrownBy(() -> invoker.invoke(error, context)).isSameAs(error);
    assertThatThrownBy(() -> invoker.invoke(new Throwable("odd"), context))
        .hasRootCauseMessage("odd");
  }

  @Test
  void everyCallAsksForTheInstance() throws Exception {
    List<Listener> made = new ArrayList<>();
    HandlerMethod.Invoker invoker =
        invoker(
            Listener.class,
            () -> {
              made.add(new Listener());
              return made.get(made.size() - 1);
            });

    invoker.invoke("one", context);
    invoker.invoke("two", context);

    assertThat(made).extracting(listener -> listener.seen.get(0)).containsExactly("one", "two");
  }

  @Test
  void aMissingInstanceSaysSo() {
    assertThatThrownBy(() -> invoker(Listener.class, () -> null).invoke("x", context))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("its supplier returned null");
  }

  private static HandlerMethod.Invoker invoker(Class<?> type, Supplier<@Nullable Object> instance) {
    return AnnotatedMethodsTest.only(AnnotatedMethods.of(type, instance)).invoker();
  }
}
