package dev.postbus.dashboard.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.postbus.dashboard.Dashboard;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The large bus, its dashboard and a Chromium: made once for all tests. */
final class Scene implements BeforeAllCallback {

  private Props props;

  /** What is made once. */
  private static final class Props implements AutoCloseable {

    private final BigBus bus = new BigBus();
    private final Dashboard dashboard =
        Dashboard.builder(bus.orders()).port(0).title("big, test").start();
    private final Chromium chromium = Chromium.launch();

    @Override
    public void close() {
      chromium.close();
      dashboard.close();
      bus.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    PlaywrightAssertions.setDefaultAssertionTimeout(Visitor.PATIENCE_MILLIS);
    props =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.GLOBAL)
            .computeIfAbsent(Props.class, type -> new Props(), Props.class);
  }

  BigBus bus() {
    return props.bus;
  }

  Dashboard dashboard() {
    return props.dashboard;
  }

  Browser browser() {
    return props.chromium.browser();
  }
}
