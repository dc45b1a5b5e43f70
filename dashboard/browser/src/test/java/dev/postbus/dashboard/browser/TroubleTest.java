package dev.postbus.dashboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.dashboard.Dashboard;
import dev.postbus.local.LocalEventBus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is shown when something is missing: an answer, an event, the server. */
class TroubleTest {

  @RegisterExtension private static final Scene SCENE = new Scene();

  private static final String CLICK_TRY_AGAIN =
      "[...document.querySelectorAll('button')]"
          + ".filter(button => button.textContent === 'Try again')"
          + ".forEach(button => button.click())";

  private Visitor visitor;

  @AfterEach
  void close() {
    visitor.close();
  }

  @Test
  void viewThatCannotLoadSaysSoAndTriesAgain() {
    visitor = Visitor.at(SCENE.browser(), SCENE.dashboard());
    for (String view : Visitor.VIEWS) {
      if (view.isEmpty() || view.equals("live") || view.equals("emit")) {
        continue;
      }
      String api =
          view.matches("topology|instances|audit")
              ? "**/api/" + view + "*"
              : "**/api/groups/*/" + view + "*";
      visitor.page().route(api, route -> route.abort());
      visitor.open(view);
      assertThat(visitor.button("Try again")).isVisible();
      visitor.page().unroute(api);
      // Clicked if it is still there: a view that looks by itself now and then may be quicker.
      visitor.page().evaluate(CLICK_TRY_AGAIN);
      assertThat(visitor.button("Try again")).hasCount(0);
    }
    visitor.forgive();
  }

  @Test
  void listSaysThatItLoads() {
    visitor = Visitor.at(SCENE.browser(), SCENE.dashboard());
    List<Route> held = new ArrayList<>();
    visitor.page().route("**/api/audit*", held::add);

    visitor.open("audit");

    assertThat(visitor.page().getByLabel("Loading the audit list")).isVisible();
    held.forEach(Route::resume);
    assertThat(visitor.page().getByLabel("Loading the audit list")).hasCount(0);
  }

  @Test
  void eventThatIsGoneAndViewThatNeverWasAreNotThere() {
    visitor = Visitor.at(SCENE.browser(), SCENE.dashboard());
    visitor.open("dead/imports/no-such-event");
    assertThat(visitor.page().getByText("The event no-such-event is not among")).isVisible();
    visitor.open("nonsense");
    assertThat(visitor.page().getByText("There is no view “nonsense”.")).isVisible();
    visitor.forgive();
  }

  @Test
  void emptyBusIsExplained() {
    try (EventBus empty = LocalEventBus.create(EventBusConfig.defaults());
        Dashboard dashboard = Dashboard.builder(empty).port(0).start()) {
      visitor = Visitor.at(SCENE.browser(), dashboard);
      visitor.open("");
      assertThat(visitor.page().getByText("No group yet")).isVisible();
      visitor.open("topology");
      assertThat(visitor.page().getByText("Nothing to draw yet")).isVisible();
      visitor.open("instances");
      assertThat(visitor.page().getByText("No instance lives")).isVisible();
      visitor.open("dead");
      assertThat(visitor.page().getByText("No group yet")).isVisible();
      visitor.open("audit");
      assertThat(visitor.page().getByText("Nothing was done yet")).isVisible();
      visitor.page().navigate("about:blank");
    }
  }

  @Test
  void lostServerIsToldAndFoundAgain() {
    Dashboard first = Dashboard.builder(SCENE.bus().orders()).port(0).start();
    visitor = Visitor.at(SCENE.browser(), first);
    visitor.open("");
    assertThat(visitor.page().locator(".tile").first()).isVisible();

    first.close();
    assertThat(visitor.page().getByText("The connection was lost at")).isVisible();
    try (Dashboard second = Dashboard.builder(SCENE.bus().orders()).port(first.port()).start()) {
      assertThat(visitor.page().getByText("The connection was lost at"))
          .isHidden(new LocatorAssertions.IsHiddenOptions().setTimeout(40_000));
      assertThat(visitor.page().locator(".tile").first()).isVisible();
      visitor.page().navigate("about:blank");
      org.assertj.core.api.Assertions.assertThat(second.port()).isEqualTo(first.port());
    }
    visitor.forgive();
  }
}
