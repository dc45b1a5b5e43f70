package dev.postbus.dashboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.postbus.dashboard.Dashboard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Login, logout, and a dashboard that changes nothing. */
class AccessTest {

  private static final String TOKEN = "correct-horse-battery";

  @RegisterExtension private static final Scene SCENE = new Scene();

  private Dashboard dashboard;
  private Visitor visitor;

  private void open(boolean readOnly) {
    dashboard =
        Dashboard.builder(SCENE.bus().orders()).port(0).token(TOKEN).readOnly(readOnly).start();
    visitor = Visitor.at(SCENE.browser(), dashboard);
  }

  @AfterEach
  void close() {
    try {
      visitor.close();
    } finally {
      dashboard.close();
    }
  }

  private void login(String token) {
    visitor.field("Token").fill(token);
    visitor.field("Your name, for the audit list (optional)").fill("Ada");
    visitor.button("Log in").click();
  }

  @Test
  void loginLeadsToThePermalink() {
    open(false);
    visitor.open("dead?group=imports");
    login("wrong-horse-battery");
    assertThat(visitor.page().getByRole(AriaRole.ALERT)).hasText("this is not the token");
    visitor.forgive();

    login(TOKEN);

    assertThat(visitor.page().locator("h1")).hasText("Dead letters");
    assertThat(visitor.rows()).hasCount(50);
    assertThat(visitor.page().locator(".who")).containsText("Ada");
  }

  @Test
  void logoutShowsNothingAnyMore() {
    open(false);
    visitor.open("");
    login(TOKEN);
    assertThat(visitor.page().locator(".tile").first()).isVisible();

    visitor.button("Log out").click();

    assertThat(visitor.field("Token")).isVisible();
    assertThat(visitor.page().locator(".tile")).hasCount(0);
    visitor.page().reload();
    assertThat(visitor.field("Token")).isVisible();
  }

  @Test
  void readOnlyOffersNoAction() {
    open(true);
    visitor.open("dead?group=imports");
    login(TOKEN);

    assertThat(visitor.rows()).hasCount(50);
    assertThat(visitor.page().getByText("Read-only").first()).isVisible();
    for (String action : new String[] {"Redrive", "Discard", "Pause"}) {
      assertThat(
              visitor
                  .page()
                  .locator("button")
                  .filter(new Locator.FilterOptions().setHasText(action)))
          .hasCount(0);
    }
    visitor.link("Overview").click();
    assertThat(visitor.page().locator(".tile").first()).isVisible();
    assertThat(
            visitor
                .page()
                .locator("main button")
                .filter(new Locator.FilterOptions().setHasText("Pause")))
        .hasCount(0);
    visitor.link("Emit an event").click();
    assertThat(visitor.page().getByText("it emits nothing")).isVisible();
  }
}
