package dev.postbus.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Singleton;
import dev.postbus.BusHealth;
import dev.postbus.EmitReceipt;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusPort;
import dev.postbus.Subscribe;
import dev.postbus.SubscribeOptions;
import dev.postbus.guice.Injected.Order;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class LifecycleTest {

  @Singleton
  static class Eager {
    final EmitReceipt receipt;

    @Inject
    Eager(EventBusPort bus) {
      receipt = bus.emit(new Order("from the constructor"));
    }
  }

  @Singleton
  static class Listener {
    final List<String> seen = new CopyOnWriteArrayList<>();

    @Subscribe
    void on(Order order) {
      seen.add(order.id());
    }
  }

  @Test
  void emittingInAConstructorWorksBeforeTheStart() {
    Module eager =
        binder -> {
          binder.bind(Eager.class).asEagerSingleton();
          binder.bind(Listener.class);
        };
    try (Injected injected = Injected.with(eager)) {
      assertThat(injected.injector().getInstance(Eager.class).receipt.eventId()).isNotEmpty();
      Listener listener = injected.injector().getInstance(Listener.class);
      assertThat(listener.seen).isEmpty();

      injected.start();

      await().until(() -> listener.seen.equals(List.of("from the constructor")));
    }
  }

  @Test
  void startingAgainSubscribesNothingTwice() {
    try (Injected injected = Injected.with(binder -> binder.bind(Listener.class)).start()) {
      injected.start();
      assertThat(injected.bus().stop(Duration.ofSeconds(5))).isTrue();
      injected.start();

      assertThat(injected.handlersOfAnOrder()).containsExactly("Listener.on(Order)");
    }
  }

  static class StartsItself {
    @Inject
    StartsItself(EventBus bus) {
      bus.start();
    }

    @Subscribe
    void on(Order order) {}
  }

  @Test
  void aHandlerWhoseConstructorStartsTheBusDoesNoHarm() {
    Module module = binder -> binder.bind(StartsItself.class).in(Singleton.class);
    try (Injected injected = Injected.with(module).start()) {
      assertThat(injected.handlersOfAnOrder()).containsExactly("StartsItself.on(Order)");
    }
  }

  @Test
  void handlersMayAlsoBeSubscribedByHand() {
    try (Injected injected = Injected.with(binder -> binder.bind(Listener.class)).start()) {
      injected.bus().subscribe(Order.class, (order, context) -> {});
      injected
          .bus()
          .subscribeAsync(
              "order.*",
              Order.class,
              SubscribeOptions.builder().id("async").build(),
              (order, context) -> CompletableFuture.completedStage(null));

      assertThat(injected.handlersOfAnOrder())
          .containsExactly("Listener.on(Order)", "async", "order.created(Order)");
    }
  }

  @Test
  void portAndBusAreOneSingleton() {
    try (Injected injected = Injected.with()) {
      assertThat(injected.injector().getInstance(EventBusPort.class)).isSameAs(injected.bus());
      assertThat(injected.bus().health().status()).isEqualTo(BusHealth.Status.UP);
    }
  }

  @Test
  void runUntilShutdownDiscoversToo() throws InterruptedException {
    Injected injected = Injected.with(binder -> binder.bind(Listener.class));
    Listener listener = injected.injector().getInstance(Listener.class);
    Thread main = new Thread(injected.bus()::runUntilShutdown);
    main.start();

    injected.bus().emit(new Order("1"));
    await().until(() -> listener.seen.equals(List.of("1")));
    injected.bus().close();
    main.join(10_000);

    assertThat(main.isAlive()).isFalse();
  }

  @Test
  void aClosedBusSaysSo() {
    Injected injected = Injected.with(binder -> binder.bind(Listener.class));
    injected.bus().close();
    injected.bus().close();

    assertThatThrownBy(injected::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void oneModuleMayServeTwoInjectors() {
    EventBusModule module = EventBusModule.local(EventBusConfig.defaults());
    Injector first = Guice.createInjector(module, binder -> binder.bind(Listener.class));
    Injector second = Guice.createInjector(module, binder -> binder.bind(Listener.class));
    try (EventBus one = first.getInstance(EventBus.class);
        EventBus two = second.getInstance(EventBus.class)) {
      one.start();
      two.start();

      one.emit(new Order("1"));

      await().until(() -> first.getInstance(Listener.class).seen.equals(List.of("1")));
      assertThat(second.getInstance(Listener.class).seen).isEmpty();
    }
  }
}
