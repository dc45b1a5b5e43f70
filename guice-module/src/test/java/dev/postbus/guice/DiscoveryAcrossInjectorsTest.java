package dev.postbus.guice;

import static dev.postbus.guice.HandlerDiscoveryTest.assertHandlers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.PrivateModule;
import com.google.inject.Provides;
import com.google.inject.TypeLiteral;
import com.google.inject.name.Names;
import dev.postbus.EventBus;
import dev.postbus.Subscribe;
import dev.postbus.guice.HandlerDiscoveryTest.Listener;
import dev.postbus.guice.HandlerDiscoveryTest.One;
import dev.postbus.guice.HandlerDiscoveryTest.Other;
import dev.postbus.guice.HandlerDiscoveryTest.Service;
import dev.postbus.guice.HandlerDiscoveryTest.Typed;
import dev.postbus.guice.Injected.Order;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Where handlers are found: private modules, injectors above, explicit registration. */
class DiscoveryAcrossInjectorsTest {

  static class PrivateListener {
    @Subscribe
    void on(Order order) {}
  }

  @Test
  void handlersOfPrivateModulesHandleExposedOrNot() {
    Module exposing =
        new PrivateModule() {
          @Override
          protected void configure() {
            bind(Service.class).to(Listener.class);
            expose(Service.class);
            bind(PrivateListener.class);
          }

          @Provides
          Other other() {
            return new Other();
          }
        };
    Module closed =
        new PrivateModule() {
          @Override
          protected void configure() {
            install(
                new PrivateModule() {
                  @Override
                  protected void configure() {
                    bind(String.class).toInstance("inside");
                    bind(Inner.class);
                  }
                });
          }
        };
    try (Injected injected = Injected.with(exposing, closed).start()) {
      assertThat(injected.handlersOfAnOrder())
          .containsExactly(
              "Inner.inner(Order)",
              "Listener.on(Order)",
              "Other.other(Order)",
              "PrivateListener.on(Order)");
    }
  }

  static class Inner {
    @Inject
    Inner(String inside) {
      assertThat(inside).isEqualTo("inside");
    }

    @Subscribe
    void inner(Order order) {}
  }

  @Test
  void aBusFindsHandlersInTheInjectorsAboveIt() {
    try (Injected injected =
        Injected.below(Guice.createInjector(binder -> binder.bind(Listener.class))).start()) {
      assertThat(injected.handlersOfAnOrder()).containsExactly("Listener.on(Order)");
    }
  }

  @Test
  void busesOfTwoPrivateModulesKeepToTheirOwn() {
    List<String> a = new CopyOnWriteArrayList<>();
    List<String> b = new CopyOnWriteArrayList<>();
    Injector injector =
        Guice.createInjector(
            privateBus("a", Listener.class, a),
            privateBus("b", Other.class, b),
            binder -> binder.bind(Inner.class).toInstance(new Inner("inside")));
    try (EventBus busA = injector.getInstance(Key.get(EventBus.class, Names.named("a")));
        EventBus busB = injector.getInstance(Key.get(EventBus.class, Names.named("b")))) {
      busA.start();
      busB.start();

      busA.emit(new Order("1"));
      busB.emit(new Order("2"));

      await().until(() -> a.size() + b.size() == 4);
      assertThat(a).containsExactlyInAnyOrder("Listener.on(Order)", "Inner.inner(Order)");
      assertThat(b).containsExactlyInAnyOrder("Other.other(Order)", "Inner.inner(Order)");
    }
  }

  private static Module privateBus(String name, Class<?> listener, List<String> handled) {
    return new PrivateModule() {
      @Override
      protected void configure() {
        install(EventBusModule.local(Injected.recording(handled)));
        bind(listener);
        bind(EventBus.class).annotatedWith(Names.named(name)).to(EventBus.class);
        expose(EventBus.class).annotatedWith(Names.named(name));
      }
    };
  }

  @Test
  void registeredClassesHandleBoundOrNot() {
    assertHandlers(
        binder -> EventBusModule.subscribers(binder).add(Listener.class), "Listener.on(Order)");
    assertHandlers(
        binder -> {
          EventBusModule.subscribers(binder).add(Other.class).add(One.class).add(Other.class);
          EventBusModule.subscribers(binder).add(Key.get(Other.class));
          EventBusModule.subscribers(binder).add(new TypeLiteral<Typed<Order>>() {});
          binder.bind(Service.class).to(One.class);
        },
        "Listener.on(Order)",
        "Other.other(Order)",
        "Typed.on(Order)");
  }

  @Test
  void aClassRegisteredInAPrivateModuleIsMadeThere() {
    assertHandlers(
        new PrivateModule() {
          @Override
          protected void configure() {
            install(
                new PrivateModule() {
                  @Override
                  protected void configure() {
                    bind(String.class).toInstance("inside");
                    EventBusModule.subscribers(binder()).add(Inner.class).add(Other.class);
                  }
                });
          }
        },
        "Inner.inner(Order)",
        "Other.other(Order)");
  }
}
