package dev.postbus.guice;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Inject;
import com.google.inject.Module;
import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import com.google.inject.TypeLiteral;
import com.google.inject.matcher.Matchers;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import com.google.inject.name.Names;
import dev.postbus.EventContext;
import dev.postbus.Subscribe;
import dev.postbus.guice.Injected.Order;
import java.lang.reflect.Constructor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each way to bind a class with handlers. */
class HandlerDiscoveryTest {

  /** What a class may be bound as. */
  interface Service {}

  static class Listener implements Service {
    static final AtomicInteger made = new AtomicInteger();

    Listener() {
      made.incrementAndGet();
    }

    @Subscribe
    void on(Order order) {}
  }

  @Singleton
  static class One extends Listener {}

  @BeforeEach
  void countFromZero() {
    Listener.made.set(0);
  }

  @Test
  void aClassBoundToItselfHandles() {
    assertHandlers(binder -> binder.bind(Listener.class), "Listener.on(Order)");
  }

  @Test
  void aConstructorBindingHandles() throws NoSuchMethodException {
    Constructor<Listener> constructor = Listener.class.getDeclaredConstructor();

    assertHandlers(
        binder -> binder.bind(Service.class).toConstructor(constructor), "Listener.on(Order)");
  }

  @Test
  void theTargetOfALinkHandles() {
    assertHandlers(binder -> binder.bind(Service.class).to(Listener.class), "Listener.on(Order)");
  }

  @Test
  void anInstanceHandlesByItsOwnClass() {
    assertHandlers(
        binder -> binder.bind(Service.class).toInstance(new Listener()), "Listener.on(Order)");
  }

  @Test
  void whatAProviderMethodDeclaresHandles() {
    assertHandlers(
        new AbstractModule() {
          @Provides
          Listener listener() {
            return new Listener();
          }
        },
        "Listener.on(Order)");
  }

  static class ListenerProvider implements Provider<Listener> {
    @Override
    public Listener get() {
      return new Listener();
    }
  }

  @Test
  void whatAProviderClassOrInstanceGivesHandles() {
    assertHandlers(
        binder -> binder.bind(Listener.class).toProvider(ListenerProvider.class),
        "Listener.on(Order)");
    assertHandlers(
        binder -> binder.bind(Listener.class).toProvider(new ListenerProvider()),
        "Listener.on(Order)");
  }

  static class Other implements Service {
    @Subscribe
    void other(Order order) {}
  }

  @Test
  void elementsOfAMultibinderHandle() {
    assertHandlers(
        new AbstractModule() {
          @Override
          protected void configure() {
            Multibinder<Service> services = Multibinder.newSetBinder(binder(), Service.class);
            services.addBinding().to(Listener.class);
            services.addBinding().toInstance(new Other());
          }
        },
        "Listener.on(Order)",
        "Other.other(Order)");
  }

  @Test
  void aReplacedDefaultOfAnOptionalBinderDoesNotHandle() {
    Module defaults =
        binder ->
            OptionalBinder.newOptionalBinder(binder, Service.class).setDefault().to(Listener.class);
    Module replacement =
        binder ->
            OptionalBinder.newOptionalBinder(binder, Service.class).setBinding().to(Other.class);

    assertHandlers(defaults, "Listener.on(Order)");
    try (Injected injected = Injected.with(defaults, replacement).start()) {
      assertThat(injected.handlersOfAnOrder()).containsExactly("Other.other(Order)");
    }
  }

  static class Typed<T> {
    @Subscribe("order.created")
    void on(T payload) {}
  }

  @Test
  void typeArgumentsOfABindingAreKnown() {
    assertHandlers(binder -> binder.bind(new TypeLiteral<Typed<Order>>() {}), "Typed.on(Order)");
    assertHandlers(
        binder -> binder.bind(new TypeLiteral<Typed<Order>>() {}).toInstance(new Typed<>()),
        "Typed.on(Order)");
  }

  @Test
  void severalBindingsOfOneObjectHandleOnce() {
    assertHandlers(
        binder -> {
          binder.bind(Service.class).to(One.class);
          binder.bind(Service.class).annotatedWith(Names.named("also")).to(Service.class);
          binder.bind(Listener.class).to(One.class);
          binder.bind(One.class);
        },
        "Listener.on(Order)");
    assertThat(Listener.made).hasValue(1);
  }

  @Test
  void theScopeOfALinkIsKept() {
    try (Injected injected =
        Injected.with(binder -> binder.bind(Service.class).to(Listener.class).in(Scopes.SINGLETON))
            .start()) {
      assertThat(Listener.made).hasValue(1);

      injected.handlersOfAnOrder();
      injected.injector().getInstance(Service.class);

      assertThat(Listener.made).hasValue(1);
    }
  }

  @Test
  void singletonsAreMadeAtStartAndOthersForEveryEvent() {
    try (Injected one = Injected.with(binder -> binder.bind(One.class))) {
      one.bus();
      assertThat(Listener.made).hasValue(0);
      one.start();
      assertThat(Listener.made).hasValue(1);
      one.handlersOfAnOrder();
      one.handlersOfAnOrder();
      assertThat(Listener.made).hasValue(1);
    }
    try (Injected each = Injected.with(binder -> binder.bind(Listener.class)).start()) {
      assertThat(Listener.made).hasValue(1);
      each.handlersOfAnOrder();
      each.handlersOfAnOrder();
      assertThat(Listener.made).hasValue(3);
    }
  }

  static class Intercepted {
    final AtomicInteger calls;

    @Inject
    Intercepted(AtomicInteger calls) {
      this.calls = calls;
    }

    @Subscribe
    void on(Order order, EventContext context) {
      calls.incrementAndGet();
    }
  }

  @Test
  void interceptorsRunAroundHandlers() {
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger intercepted = new AtomicInteger();
    try (Injected injected =
        Injected.with(
                binder -> {
                  binder.bind(AtomicInteger.class).toInstance(calls);
                  binder.bind(Intercepted.class);
                  binder.bindInterceptor(
                      Matchers.only(Intercepted.class),
                      Matchers.annotatedWith(Subscribe.class),
                      invocation -> {
                        intercepted.incrementAndGet();
                        return invocation.proceed();
                      });
                })
            .start()) {
      assertThat(injected.injector().getInstance(Intercepted.class).getClass())
          .isNotEqualTo(Intercepted.class);

      assertThat(injected.handlersOfAnOrder()).containsExactly("Intercepted.on(Order)");

      assertThat(intercepted).hasValue(1);
      assertThat(calls).hasValue(1);
    }
  }

  /** Starts a bus of its own with the module and tells which handlers an order runs. */
  static void assertHandlers(Module module, String... handlers) {
    try (Injected injected = Injected.with(module).start()) {
      assertThat(injected.handlersOfAnOrder()).containsExactly(handlers);
    }
  }
}
