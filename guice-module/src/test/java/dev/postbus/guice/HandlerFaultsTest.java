package dev.postbus.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.ConfigurationException;
import com.google.inject.Inject;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.PrivateModule;
import com.google.inject.Provides;
import com.google.inject.ProvisionException;
import com.google.inject.Singleton;
import com.google.inject.name.Names;
import dev.postbus.Subscribe;
import dev.postbus.guice.Injected.Order;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is wrong with handlers is said at start, or when they are made. */
class HandlerFaultsTest {

  /** What hides the class behind it. */
  interface Service {}

  static class Listener implements Service {
    @Subscribe
    void on(Order order) {}
  }

  static class NeedsListener {
    @Inject
    NeedsListener(Listener listener) {}
  }

  private static final String UNBOUND =
      "HandlerFaultsTest$Listener" // Guice prints the package elsewhere
          + " has @Subscribe methods but the injector of the bus has no binding for it, so that"
          + " they would never be called; add bind(Listener.class) to a module, or"
          + " EventBusModule.subscribers(binder()).add(Listener.class)";

  @Test
  void aClassMadeJustInTimeFailsTheStartEvenBeforeItIsMade() {
    try (Injected injected = Injected.with(binder -> binder.bind(NeedsListener.class))) {
      assertThatThrownBy(injected::start)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 fault")
          .hasMessageContaining(UNBOUND);
    }
  }

  @Test
  void aClassAskedForBeforeTheStartFailsIt() {
    try (Injected injected = Injected.with()) {
      injected.injector().getInstance(Listener.class);

      assertThatThrownBy(injected::start).hasMessageContaining(UNBOUND);
    }
  }

  @Test
  void aClassMadeJustInTimeAfterTheStartCannotBeMade() {
    try (Injected injected = Injected.with().start()) {
      Injector injector = injected.injector();

      assertThatThrownBy(() -> injector.getInstance(Listener.class))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(UNBOUND);
      assertThatThrownBy(() -> injector.getInstance(NeedsListener.class))
          .hasMessageContaining(UNBOUND);
      assertThatThrownBy(() -> injector.createChildInjector(binder -> binder.bind(Listener.class)))
          .hasMessageContaining(UNBOUND);
    }
  }

  @Test
  void aClassThatHandlesAnywayMayBeMadeJustInTime() {
    Module linked =
        binder -> {
          binder.bind(Service.class).to(Listener.class).in(Singleton.class);
          binder.bind(NeedsListener.class);
        };
    try (Injected injected = Injected.with(linked).start()) {
      assertThatCode(() -> injected.injector().getInstance(Listener.class))
          .doesNotThrowAnyException();
      assertThatCode(() -> injected.injector().getInstance(NeedsListener.class))
          .doesNotThrowAnyException();
    }
  }

  static class HidingModule extends AbstractModule {
    @Provides
    Service service() {
      return new Listener();
    }
  }

  private static final String HIDDEN =
      "HandlerFaultsTest$Listener has @Subscribe methods but was made by the provider of ";

  @Test
  void aProviderThatHidesHandlersFailsTheStart() {
    try (Injected injected = Injected.with(new HidingModule())) {
      injected.injector().getInstance(Service.class);

      assertThatThrownBy(injected::start)
          .hasMessageContaining(HIDDEN)
          .hasMessageContaining("Service")
          .hasMessageContaining("let the provider declare Listener, or bind Listener itself");
    }
  }

  @Test
  void aProviderThatHidesHandlersFailsWhenItIsUsedAfterTheStart() {
    try (Injected injected = Injected.with(new HidingModule()).start()) {
      assertThatThrownBy(() -> injected.injector().getInstance(Service.class))
          .isInstanceOf(ProvisionException.class)
          .hasMessageContaining(HIDDEN);
    }
  }

  @Test
  void aProviderMayPassOnWhatHandlesAnyway() {
    Module passing =
        new AbstractModule() {
          @Override
          protected void configure() {
            bind(Listener.class).in(Singleton.class);
          }

          @Provides
          Service service(Listener listener) {
            return listener;
          }
        };
    try (Injected injected = Injected.with(passing)) {
      injected.injector().getInstance(Service.class);
      injected.start();

      assertThat(injected.injector().getInstance(Service.class)).isInstanceOf(Listener.class);
      assertThat(injected.handlersOfAnOrder()).containsExactly("Listener.on(Order)");
    }
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
          binder.bind(NeedsListener.class);
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
          .hasMessageContaining(UNBOUND)
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
                            .add(Key.get(Service.class, Names.named("nowhere")))))
        .hasMessageContaining("No implementation for")
        .hasMessageContaining("nowhere");
  }

  static class NeedsSecret {
    @Inject
    NeedsSecret(Secret secret) {}
  }

  /** Bound in a private module only. */
  interface Secret {}

  @Test
  void aPrivateModuleThatHidesAProvidedHandlerSaysSoWhenItIsMade() {
    Module closed =
        new PrivateModule() {
          @Override
          protected void configure() {
            bind(Secret.class).toProvider(SecretListener::new);
            bind(NeedsSecret.class).asEagerSingleton();
          }
        };
    try (Injected injected = Injected.with(closed)) {
      assertThatThrownBy(injected::start)
          .hasMessageContaining(SecretListener.class.getName() + " has @Subscribe methods");
    }
  }

  static class SecretListener implements Secret {
    @Subscribe
    void on(Order order) {}
  }
}
