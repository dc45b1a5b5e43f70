package dev.postbus.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.Inject;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.PrivateModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.name.Names;
import dev.postbus.Subscribe;
import dev.postbus.guice.Injected.Order;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is wrong with handlers is said at start, all of it. */
class HandlerFaultsTest {

  static class Listener {
    @Subscribe
    void on(Order order) {}
  }

  static class Unbound {
    @Subscribe(id = "unbound")
    void on(Order order) {}
  }

  static class NeedsUnbound {
    @Inject
    NeedsUnbound(Unbound listener) {}
  }

  static class WrongImport {
    @com.google.common.eventbus.Subscribe
    public void on(Order order) {}
  }

  static class NoHandler {}

  @Singleton
  static class Counted {
    static final AtomicInteger made = new AtomicInteger();

    Counted() {
      made.incrementAndGet();
    }

    @Subscribe
    void on(Order order) {}
  }

  static class Faulty {
    @Subscribe(backoff = "sometimes")
    static void on(Order order) {}
  }

  @Test
  void allFaultsAreReportedTogetherAndNothingIsMade() {
    Counted.made.set(0);
    Module faulty =
        binder -> {
          binder.bind(Counted.class);
          binder.bind(WrongImport.class);
          binder.bind(Faulty.class);
          binder.bind(NeedsUnbound.class);
          EventBusModule.subscribers(binder).add(NoHandler.class);
        };
    try (Injected injected = Injected.with(faulty)) {
      assertThatThrownBy(injected::start)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("5 faults in the handlers:")
          .hasMessageContaining("com.google.common.eventbus.Subscribe")
          .hasMessageContaining("did you import the wrong Subscribe?")
          .hasMessageContaining(Faulty.class.getName() + ".on(Order): it is static")
          .hasMessageContaining("backoff is \"sometimes\"")
          .hasMessageContaining(Unbound.class.getName() + " has @Subscribe methods but the")
          .hasMessageContaining(NoHandler.class.getName() + " has no method with");
      assertThat(Counted.made).hasValue(0);
    }
  }

  @Test
  void twoObjectsOfOneClassAreAFault() {
    Module twice =
        binder -> {
          binder.bind(Listener.class).toInstance(new Listener());
          binder
              .bind(Listener.class)
              .annotatedWith(Names.named("second"))
              .toInstance(new Listener());
        };
    try (Injected injected = Injected.with(twice)) {
      assertThatThrownBy(injected::start)
          .hasMessageContaining(Listener.class.getName() + ".on(Order) is registered 2 times");
    }
  }

  @Test
  void equalBindingsOfTwoPrivateModulesAreTwoObjects() {
    try (Injected injected = Injected.with(privately(), privately())) {
      assertThatThrownBy(injected::start)
          .hasMessageContaining(Listener.class.getName() + ".on(Order) is registered 2 times");
    }
  }

  private static Module privately() {
    return new PrivateModule() {
      @Override
      protected void configure() {
        bind(Listener.class);
      }
    };
  }

  @Test
  void aClassThatCannotBeMadeFailsTheStartWhichMayBeRepeated() {
    AtomicInteger attempts = new AtomicInteger();
    Module failingOnce =
        new AbstractModule() {
          @Provides
          @Singleton
          Listener listener() {
            if (attempts.incrementAndGet() == 1) {
              throw new IllegalStateException("not yet");
            }
            return new Listener();
          }
        };
    try (Injected injected = Injected.with(failingOnce)) {
      assertThatThrownBy(injected::start).hasMessageContaining("not yet");

      injected.start();

      assertThat(injected.handlersOfAnOrder()).containsExactly("Listener.on(Order)");
    }
  }

  @Test
  void aRegisteredClassThatCannotBeMadeFailsTheInjector() {
    assertThatThrownBy(
            () ->
                Injected.with(
                    binder ->
                        EventBusModule.subscribers(binder)
                            .add(Key.get(Listener.class, Names.named("nowhere")))))
        .hasMessageContaining("No implementation for")
        .hasMessageContaining("nowhere");
  }
}
