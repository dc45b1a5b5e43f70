package dev.postbus.dashboard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.postbus.dashboard.Dashboard;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody who looks at a dashboard with a browser of their own, and notes what the browser
 * complains about: errors of scripts, and what the content security policy had to forbid.
 */
final class Visitor implements AutoCloseable {

  static final List<String> VIEWS =
      List.of(
          "",
          "topology",
          "instances",
          "live",
          "ready",
          "in-flight",
          "delayed",
          "dead",
          "emit",
          "audit");

  /** A search through all dead letters takes seconds. */
  static final int PATIENCE_MILLIS = 30_000;

  private final BrowserContext context;
  private final Page page;
  private final URI at;
  private final List<String> complaints = new ArrayList<>();

  private Visitor(BrowserContext context, URI at) {
    this.context = context;
    this.at = at;
    context.setDefaultTimeout(PATIENCE_MILLIS);
    page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.onRequest(
        request -> {
          if (!request.url().startsWith(at.toString())) {
            complaints.add("asks for " + request.url());
          }
        });
  }

  static Visitor at(Browser browser, Dashboard dashboard) {
    return at(browser, dashboard, 1_280, 800, ColorScheme.LIGHT);
  }

  static Visitor at(
      Browser browser, Dashboard dashboard, int width, int height, ColorScheme scheme) {
    return new Visitor(
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setDeviceScaleFactor(1)),
        dashboard.uri());
  }

  Page page() {
    return page;
  }

  /** Opens a view by its address; returns when the page has heard from the server. */
  Visitor open(String view) {
    page.navigate(at + "#/" + view);
    page.locator(".live[data-state=open]:visible, .login").first().waitFor();
    return this;
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator link(String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator field(String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }

  Locator rows() {
    return page.locator("table.rows tbody tr");
  }

  /** Says yes to the question that was asked. */
  void confirm() {
    Locator dialog = page.locator("dialog[open]");
    if (dialog.locator("#typed").count() > 0) {
      dialog
          .locator("#typed")
          .fill(dialog.locator("button[type=submit]").innerText().toLowerCase());
    }
    dialog.locator("button[type=submit]").click();
    dialog.waitFor(
        new Locator.WaitForOptions()
            .setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED));
  }

  /** Forgets complaints that a test has brought about on purpose. */
  void forgive() {
    complaints.clear();
  }

  @Override
  public void close() {
    context.close();
    assertThat(complaints).as("complaints of the browser").isEmpty();
  }
}
