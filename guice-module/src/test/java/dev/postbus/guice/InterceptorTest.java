package dev.postbus.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Singleton;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusInterceptor;
import dev.postbus.EventContext;
import dev.postbus.Subscribe;
import dev.postbus.guice.Injected.Order;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class InterceptorTest {

  /** What is around the handler of this thread. */
  private static final ThreadLocal<String> SURROUNDED_BY = new ThreadLocal<>();

  private final List<String> ends = new CopyOnWriteArrayList<>();

  @Singleton
  static class Listener {
    final List<String> surroundedBy = new CopyOnWriteArrayList<>();

    @Subscribe(id = "at-once")
    void on(Order order) {
      surroundedBy.add(SURROUNDED_BY.get());
    }

    @Subscribe(id = "later")
    CompletionStage<String> later(Order order) {
      surroundedBy.add(SURROUNDED_BY.get());
      return CompletableFuture.supplyAsync(() -> "done");
    }
  }

  private EventBusConfig config() {
    EventBusInterceptor interceptor =
        new EventBusInterceptor() {
          @Override
          public AroundHandle aroundHandle(String handler, EventContext context) {
            SURROUNDED_BY.set(handler);
            return new AroundHandle() {
              @Override
              public void returned() {
                SURROUNDED_BY.remove();
              }

              @Override
              public void handled() {
                ends.add(handler);
              }
            };
          }
        };
    return EventBusConfig.builder().interceptor(interceptor).build();
  }

  @Test
  void theInterceptorOfTheConfigurationSurroundsAnnotatedMethods() {
    Injector injector =
        Guice.createInjector(EventBusModule.local(config()), binder -> binder.bind(Listener.class));
    try (EventBus bus = injector.getInstance(EventBus.class)) {
      bus.start();

      bus.emit(new Order("A-1"));

      await().until(() -> ends.size() == 2);
    }
    assertThat(injector.getInstance(Listener.class).surroundedBy)
        .containsExactlyInAnyOrder("at-once", "later");
    assertThat(ends).containsExactlyInAnyOrder("at-once", "later");
  }
}
