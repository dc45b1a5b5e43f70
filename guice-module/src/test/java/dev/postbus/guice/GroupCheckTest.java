package dev.postbus.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.BusHealth;
import dev.postbus.EmitReceipt;
import dev.postbus.Subscribe;
import dev.postbus.SubscribeOptions;
import dev.postbus.guice.Injected.Order;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GroupCheckTest {

  static class Listener {
    @Subscribe
    void on(Order order) {}
  }

  static class Faulty {
    @Subscribe(attempts = -1)
    void on(Order order) {}
  }

  @Test
  void handlersOfTheInjectorNeedAGroupAndSayItWithTheOtherFaults() {
    try (DiscoveringEventBus bus =
        Injected.withoutModule(
            true, binder -> binder.bind(Listener.class), binder -> binder.bind(Faulty.class))) {
      assertThatThrownBy(bus::start)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("2 faults")
          .hasMessageContaining("no group is named: set EVENT_BUS_GROUP, or")
          .hasMessageContaining("attempts is -1");
    }
  }

  @Test
  void handlersSubscribedByHandNeedAGroup() {
    try (DiscoveringEventBus bus = Injected.withoutModule(true)) {
      assertThatThrownBy(() -> bus.subscribe(Order.class, (order, context) -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("EVENT_BUS_GROUP");
      assertThatThrownBy(
              () ->
                  bus.subscribeAsync(
                      "x",
                      Order.class,
                      SubscribeOptions.none(),
                      (order, context) -> CompletableFuture.completedStage(null)))
          .hasMessageContaining("EVENT_BUS_GROUP");
    }
  }

  @Test
  void emittingNeedsNoGroup() {
    try (DiscoveringEventBus bus = Injected.withoutModule(true)) {
      bus.start();

      EmitReceipt receipt = bus.emit(new Order("1"));

      assertThat(receipt.groups()).isZero();
      assertThat(bus.health().status()).isEqualTo(BusHealth.Status.UP);
    }
  }
}
