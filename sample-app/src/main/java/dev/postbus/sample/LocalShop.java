package dev.postbus.sample;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.guice.EventBusModule;
import dev.postbus.sample.shop.AddressBook;
import dev.postbus.sample.shop.OrderService;
import dev.postbus.sample.shop.ShopModule;
import dev.postbus.sample.shop.Tally;
import java.util.Map;

/** The shop in this process, on the local adapter. */
final class LocalShop {

  private LocalShop() {}

  /** Tells the story and returns its summary. */
  static Summary run(int orders, Console console) {
    console.print("Postbus sample shop on the local adapter: everything happens in this process.");
    Injector injector =
        Guice.createInjector(
            EventBusModule.local(ShopModule.config(EventBusConfig.defaults())),
            new ShopModule(
                (queue, who, number, what) -> console.tell("", queue, who, number, what)));
    try (EventBus bus = injector.getInstance(EventBus.class)) {
      bus.start();
      return new Story(
              injector.getInstance(OrderService.class),
              bus.admin(),
              new SameProcess(injector),
              console)
          .tell(orders);
    }
  }

  private record SameProcess(Injector injector) implements Workforce {

    @Override
    public void correct(String customer, String address) {
      injector.getInstance(AddressBook.class).correct(customer, address);
    }

    @Override
    public Map<String, Map<Tally.Count, Long>> finish() {
      return Map.of("shop", injector.getInstance(Tally.class).counts());
    }
  }
}
