package dev.postbus.sample;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.dashboard.Dashboard;
import dev.postbus.guice.EventBusModule;
import dev.postbus.sample.shop.AddressBook;
import dev.postbus.sample.shop.OrderService;
import dev.postbus.sample.shop.ShopModule;
import dev.postbus.sample.shop.Tally;
import java.time.InstantSource;
import java.util.Map;

/** The shop in this process, on the local adapter. */
final class LocalShop {

  private LocalShop() {}

  /** Tells the story and returns its summary. */
  static Summary run(Arguments asked, Console console, Ending ending) {
    console.print(
        "Postbus sample shop on the local adapter: everything happens in this process."
            + (asked.show().isPresent() ? " Ctrl-C ends it." : ""));
    Injector injector =
        Guice.createInjector(
            EventBusModule.local(ShopModule.config(EventBusConfig.defaults())),
            new ShopModule(
                asked.pace(),
                (queue, who, number, what) -> console.tell("", queue, who, number, what)));
    try (EventBus bus = injector.getInstance(EventBus.class)) {
      bus.start();
      OrderService service = injector.getInstance(OrderService.class);
      Workforce workforce = new SameProcess(injector);
      if (asked.show().isEmpty()) {
        return new Story(service, bus.admin(), workforce, console).tell(asked.orders());
      }
      Arguments.Show show = asked.show().get();
      try (Dashboard dashboard = ShopDashboard.open(bus, show.port(), console)) {
        return new DashboardStory(service, bus.admin(), workforce, console, InstantSource.system())
            .tell(show, asked.orders(), dashboard.uri(), ending);
      }
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
