package dev.postbus.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.ConfigurationException;
import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.PrivateModule;
import com.google.inject.Provides;
import com.google.inject.ProvisionException;
import com.google.inject.Singleton;
import dev.postbus.Subscribe;
import dev.postbus.guice.Injected.Order;
import org.junit.jupiter.api.Test;

/** Handlers that the bus does not know of are an error at start, or when they are made. */
class UnboundHandlersTest {

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
      "UnboundHandlersTest$Listener" // Guice prints the package elsewhere
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
  void registeringInAChildInjectorWorksBeforeTheStartOnly() {
    Module registering = binder -> EventBusModule.subscribers(binder).add(Listener.class);
    Module failing = binder -> binder.addError("not now");
    try (Injected injected = Injected.with()) {
      assertThatThrownBy(() -> injected.injector().createChildInjector(registering, failing))
          .hasMessageContaining("not now");
      injected.injector().createChildInjector(registering);
      injected.start();

      assertThat(injected.handlersOfAnOrder()).containsExactly("Listener.on(Order)");
      assertThatThrownBy(() -> injected.injector().createChildInjector(registering))
          .hasMessageContaining("the bus has found its handlers and has started; register more in");
    }
  }

  @Test
  void anObjectWhoseMembersAreInjectedIsNoHandler() {
    try (Injected injected = Injected.with()) {
      injected.injector().injectMembers(new Listener());

      assertThatThrownBy(injected::start)
          .hasMessageContaining("1 fault")
          .hasMessageContaining(UNBOUND);
    }
    try (Injected injected = Injected.with().start()) {
      assertThatThrownBy(() -> injected.injector().injectMembers(new Listener()))
          .hasMessageContaining(UNBOUND);
    }
  }

  @Test
  void aClassMadeJustInTimeInAnInjectorAboveFailsTheStart() {
    Injector above = Guice.createInjector(binder -> binder.bind(NeedsListener.class));
    try (Injected injected = Injected.below(above)) {
      assertThatThrownBy(injected::start)
          .hasMessageContaining("1 fault")
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
      "UnboundHandlersTest$Listener has @Subscribe methods but was made by the provider of ";

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
