package dev.postbus.sample;

import dev.postbus.EventBus;
import dev.postbus.dashboard.Dashboard;
import java.io.UncheckedIOException;
import java.util.OptionalInt;

/** The dashboard of the shop, for this machine alone. */
final class ShopDashboard {

  private static final int USUAL_PORT = 8420;

  private ShopDashboard() {}

  /** Opens it on the port, or on the usual one or else on a free one, and says where. */
  static Dashboard open(EventBus bus, OptionalInt port, Console console) {
    try {
      return opened(bus, port.orElse(USUAL_PORT), "", console);
    } catch (UncheckedIOException taken) {
      if (port.isPresent()) {
        throw SampleException.failed(
            "the dashboard cannot listen on port %d; give another with --port, or leave it out for a free one"
                .formatted(port.getAsInt()),
            taken);
      }
      return opened(bus, 0, ", as port %d is taken".formatted(USUAL_PORT), console);
    }
  }

  private static Dashboard opened(EventBus bus, int port, String why, Console console) {
    Dashboard dashboard = Dashboard.builder(bus).port(port).title("sample shop").start();
    console.print("Dashboard: %s%s".formatted(dashboard.uri(), why));
    return dashboard;
  }
}
