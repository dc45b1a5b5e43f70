package dev.postbus.dashboard.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.postbus.dashboard.Dashboard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Takes the pictures of {@code docs/dashboard.md}. Not among the tests, whose names end in Test:
 * see CONTRIBUTING.md for the command.
 */
class Screenshots {

  private static final Path FOLDER = Path.of("../../docs/images/dashboard");
  private static final String TOKEN = "correct-horse-battery";
  private static final long MOST_BYTES = 150_000;

  /** So that the charts have something to draw. */
  private static final Duration TRADE = Duration.ofSeconds(100);

  private static final Map<String, String> VIEWS = new LinkedHashMap<>();

  static {
    VIEWS.put("overview", "");
    VIEWS.put("topology", "topology");
    VIEWS.put("instances", "instances");
    VIEWS.put("live", "live?pattern=order.*");
    VIEWS.put("ready", "ready?group=analytics&queue=LOW");
    VIEWS.put("in-flight", "in-flight?group=payments");
    VIEWS.put("delayed", "delayed?group=notifications");
    VIEWS.put("dead-letters", "dead?group=notifications");
    VIEWS.put("emit", "emit");
    VIEWS.put("audit", "audit");
  }

  private enum Look {
    LIGHT(1_200, 760, ColorScheme.LIGHT),
    DARK(1_200, 760, ColorScheme.DARK),
    PHONE(390, 780, ColorScheme.LIGHT);

    private final int width;
    private final int height;
    private final ColorScheme scheme;

    Look(int width, int height, ColorScheme scheme) {
      this.width = width;
      this.height = height;
      this.scheme = scheme;
    }

    Visitor visitor(Chromium chromium, Dashboard dashboard) {
      return Visitor.at(chromium.browser(), dashboard, width, height, scheme);
    }

    Path file(String view) {
      return FOLDER.resolve(view + "-" + name().toLowerCase(java.util.Locale.ROOT) + ".png");
    }
  }

  @Test
  void takeAll() {
    PlaywrightAssertions.setDefaultAssertionTimeout(Visitor.PATIENCE_MILLIS);
    try (Shop shop = new Shop();
        Dashboard dashboard =
            Dashboard.builder(shop.orders())
                .port(0)
                .title("shop, staging")
                .who(request -> "ada@example.com")
                .start();
        Dashboard closed = Dashboard.builder(shop.orders()).port(0).token(TOKEN).start();
        Chromium chromium = Chromium.launch()) {
      Instant enough = Instant.now().plus(TRADE);
      await().atMost(TRADE.multipliedBy(2)).until(() -> Instant.now().isAfter(enough));
      work(chromium, dashboard);
      for (Look look : Look.values()) {
        try (Visitor visitor = look.visitor(chromium, dashboard)) {
          VIEWS.forEach((name, address) -> take(visitor, address, look.file(name)));
          detail(visitor, look);
        }
        try (Visitor visitor = look.visitor(chromium, closed)) {
          take(visitor, "", look.file("login"));
        }
      }
    }
  }

  /** So that the audit list is not empty. */
  private static void work(Chromium chromium, Dashboard dashboard) {
    try (Visitor visitor = Look.LIGHT.visitor(chromium, dashboard)) {
      visitor.open("dead?group=notifications");
      visitor.rows().first().getByText("Redrive").click();
      visitor.confirm();
      PlaywrightAssertions.assertThat(visitor.page().locator("#toasts")).containsText("redriven");
      visitor.rows().first().getByText("Discard").click();
      visitor.confirm();
      visitor.open("");
      visitor.button("Pause LOW of orders").click();
      visitor.confirm();
      visitor.button("Resume LOW of orders").click();
      visitor.confirm();
      visitor.open("dead?group=payments");
      visitor.button("Redrive all …").click();
      visitor.confirm();
      PlaywrightAssertions.assertThat(visitor.page().locator(".job")).containsText("Done");
    }
  }

  private static void detail(Visitor visitor, Look look) {
    visitor.open("dead?group=notifications");
    visitor.rows().first().locator("[data-row-link]").click();
    visitor.page().locator(".failure").waitFor();
    picture(visitor.page(), look.file("detail"));
  }

  private static void take(Visitor visitor, String address, Path file) {
    visitor.open(address);
    Page page = visitor.page();
    PlaywrightAssertions.assertThat(page.locator(".skeleton")).hasCount(0);
    if (address.startsWith("live")) {
      page.locator(".tail li").nth(20).waitFor();
    } else if (address.isEmpty() && page.locator(".login").count() == 0) {
      page.locator(".chart canvas").nth(2).waitFor();
    } else if (address.equals("emit")) {
      visitor.field("Event name").fill("order.placed");
      visitor.field("Payload, as JSON").fill("{\n  \"number\": 10042,\n  \"customer\": \"Ada\"\n}");
    }
    picture(page, file);
  }

  private static void picture(Page page, Path file) {
    SmallPng.write(page.screenshot(), file);
    assertThat(file).satisfies(written -> assertThat(Files.size(written)).isLessThan(MOST_BYTES));
  }
}
