package dev.postbus.dashboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Everything without a pointer. */
class KeyboardTest {

  @RegisterExtension private static final Scene SCENE = new Scene();

  private Visitor visitor;

  @BeforeEach
  void open() {
    visitor = Visitor.at(SCENE.browser(), SCENE.dashboard()).open("");
  }

  @AfterEach
  void close() {
    visitor.close();
  }

  private void press(String... keys) {
    for (String key : keys) {
      visitor.page().keyboard().press(key);
    }
  }

  private Locator focused() {
    return visitor.page().locator(":focus");
  }

  @Test
  void deadLetterIsFoundAndRedriven() {
    SCENE.bus().repair(15);
    press("g", "d");
    assertThat(visitor.page().locator("h1")).hasText("Dead letters");
    assertThat(visitor.rows()).hasCount(50);
    press("/");
    visitor.page().keyboard().type("\"batch\":15}");
    press("Enter");
    assertThat(visitor.page().getByText(Pattern.compile("hits; looked at"))).isVisible();
    press("Tab", "Tab");
    press("Escape");
    visitor.page().locator("h1").focus();

    press("j", "x");
    assertThat(visitor.page().getByText("1 selected")).isVisible();
    press("j", "j", "k", "Enter");
    assertThat(visitor.page().locator(".crumb")).isVisible();
    visitor.button("Redrive").focus();
    press("Enter");
    assertThat(focused()).hasText("Redrive");
    press("Enter");

    assertThat(visitor.page().locator("#toasts")).containsText("redriven");
  }

  @Test
  void helpTellsTheKeysAndGivesTheFocusBack() {
    press("?");
    assertThat(visitor.page().locator("dialog")).containsText("Keyboard shortcuts");
    assertThat(focused()).hasText("Close");

    press("Escape");

    assertThat(visitor.page().locator("dialog")).hasCount(0);
  }

  @Test
  void everyPlaceHasItsKeys() {
    for (Map.Entry<String, String> place :
        Map.of(
                "t", "Topology",
                "i", "Instances",
                "v", "Live events",
                "r", "Ready",
                "f", "In flight",
                "l", "Delayed",
                "e", "Emit an event",
                "a", "Audit",
                "o", "Overview")
            .entrySet()) {
      press("g", place.getKey());
      assertThat(visitor.page().locator("h1")).hasText(place.getValue());
    }
  }

  @Test
  void firstTabSkipsToTheContent() {
    press("Tab");
    assertThat(focused()).hasText("Skip to the content");
    press("Enter");
    assertThat(focused()).hasAttribute("id", "main");
  }

  @Test
  void themeIsChosenAndKept() {
    press("m", "m");
    assertThat(visitor.page().locator("html")).hasAttribute("data-theme", "dark");

    visitor.page().reload();

    assertThat(visitor.page().locator("html")).hasAttribute("data-theme", "dark");
  }
}
