package dev.postbus.dashboard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every view on screens of several sizes, in light and in dark. */
class LooksTest {

  @RegisterExtension private static final Scene SCENE = new Scene();

  private static String script(String name) throws IOException {
    try (InputStream in = LooksTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void awaitLoaded(Page page) {
    PlaywrightAssertions.assertThat(page.locator(".skeleton")).hasCount(0);
    PlaywrightAssertions.assertThat(page.locator("[aria-busy]")).hasCount(0);
  }

  @ParameterizedTest
  @CsvSource({
    "1280,LIGHT",
    "1280,DARK",
    "1100,LIGHT",
    "1024,DARK",
    "870,LIGHT",
    "390,LIGHT",
    "390,DARK"
  })
  void textStandsOutAndFits(int width, ColorScheme scheme) throws IOException {
    List<Object> problems = new ArrayList<>();
    try (Visitor visitor = Visitor.at(SCENE.browser(), SCENE.dashboard(), width, 800, scheme)) {
      for (String view : Visitor.VIEWS) {
        visitor.open(view);
        awaitLoaded(visitor.page());
        problems.addAll((List<?>) visitor.page().evaluate(script("looks.js"), view));
      }
      visitor.open("dead?group=imports");
      awaitLoaded(visitor.page());
      problems.addAll((List<?>) visitor.page().evaluate(script("looks.js"), "dead of imports"));
      visitor.rows().first().locator("[data-row-link]").click();
      visitor.page().locator(".failure").waitFor();
      problems.addAll((List<?>) visitor.page().evaluate(script("looks.js"), "detail"));
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void smallestPhoneScrollsNoViewSideways() {
    try (Visitor visitor =
        Visitor.at(SCENE.browser(), SCENE.dashboard(), 320, 640, ColorScheme.LIGHT)) {
      for (String view : Visitor.VIEWS) {
        visitor.open(view);
        awaitLoaded(visitor.page());
        assertThat(
                visitor
                    .page()
                    .evaluate(
                        "() => document.documentElement.scrollWidth -"
                            + " document.documentElement.clientWidth"))
            .as(view)
            .isEqualTo(0);
      }
    }
  }

  @Test
  void navigationOfAPhoneOpensAndClosesAgain() {
    try (Visitor visitor =
        Visitor.at(SCENE.browser(), SCENE.dashboard(), 390, 844, ColorScheme.LIGHT)) {
      visitor.open("");
      PlaywrightAssertions.assertThat(visitor.link("Dead letters")).not().isVisible();

      visitor.button("Navigation").click();
      visitor.page().locator("nav a[href='#/dead']").click();

      PlaywrightAssertions.assertThat(visitor.page().locator("h1")).hasText("Dead letters");
      PlaywrightAssertions.assertThat(visitor.page().locator("nav a[href='#/dead']"))
          .not()
          .isVisible();
    }
  }
}
