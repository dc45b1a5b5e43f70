package dev.postbus.dashboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.postbus.EventQueue;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Finding and redriving a few of a hundred thousand dead letters. */
class DeadLettersTest {

  @RegisterExtension private static final Scene SCENE = new Scene();

  private Visitor visitor;

  @BeforeEach
  void open() {
    visitor = Visitor.at(SCENE.browser(), SCENE.dashboard());
  }

  @AfterEach
  void close() {
    visitor.close();
  }

  private static long dead() {
    return dead("imports");
  }

  private static long dead(String group) {
    return SCENE.bus().admin().counts(group, EventQueue.DEFAULT).dead();
  }

  private void search(String label, String what) {
    visitor.field(label).fill(what);
    visitor.button("Search").click();
    assertThat(visitor.page().getByText(Pattern.compile("^[\\d,]+ hits?; looked at"))).isVisible();
  }

  private static String batch(int number) {
    return "\"batch\":" + number + "}";
  }

  private Locator toast() {
    return visitor.page().locator("#toasts").last();
  }

  @Test
  void pagesForthAndBack() {
    visitor.open("dead?group=imports");
    assertThat(visitor.rows()).hasCount(50);
    String first = visitor.rows().first().innerText();

    visitor.button("Next →").click();
    assertThat(visitor.page().getByText(Pattern.compile("^51 to 100 of"))).isVisible();
    visitor.button("← Previous").click();

    assertThat(visitor.page().getByText(Pattern.compile("^1 to 50 of"))).isVisible();
    assertThat(visitor.rows().first()).containsText(first.lines().findFirst().orElseThrow());
  }

  @Test
  void findsOneOfAllByItsText() {
    visitor.open("dead?group=imports");

    search("Text", "row 777 has no price");

    assertThat(visitor.rows()).hasCount(1);
    assertThat(visitor.page()).hasURL(Pattern.compile(".*text=row\\+777.*"));
  }

  @Test
  void findsByNameHandlerAndId() {
    visitor.open("dead?group=imports");
    String id = visitor.rows().last().locator(".id").innerText();

    search("Event id", id);
    assertThat(visitor.rows()).hasCount(1);
    visitor.button("Clear").click();
    search("Handler", "Import.row");
    assertThat(visitor.rows()).hasCount(50);
    search("Event", "order.*");

    assertThat(visitor.page().getByText("No hit", new Page.GetByTextOptions().setExact(true)))
        .isVisible();
  }

  @Test
  void permalinkShowsPayloadReasonAndStack() {
    visitor.open("dead?group=imports");
    visitor.rows().first().locator("[data-row-link]").click();
    assertThat(visitor.page().locator("h1")).hasText("import.row");
    String address = visitor.page().url();

    try (Visitor other = Visitor.at(SCENE.browser(), SCENE.dashboard())) {
      other.open(address.substring(address.indexOf("#/") + 2));

      assertThat(other.page().locator(".failure")).containsText("has no price");
      assertThat(other.page().locator(".failure")).containsText("Gave up after 1 attempt");
      assertThat(other.page().getByLabel("Stack trace")).containsText("BigBus");
      assertThat(other.page().locator("pre[aria-label=Payload]")).containsText("Ada & Söhne");
    }
  }

  @Test
  void markupInPayloadsIsText() {
    long before = dead("orders");
    SCENE.bus().orders().emit("order.placed", Map.of("customer", "Nobody"));
    Awaitility.await().until(() -> dead("orders") == before + 1);
    visitor.open("dead?group=orders");

    visitor.rows().first().locator("[data-row-link]").click();

    assertThat(visitor.page().locator(".failure")).containsText("<b>Nobody</b>");
  }

  @Test
  void redrivesOneFromItsPage() {
    SCENE.bus().repair(11);
    visitor.open("dead?group=imports");
    search("Text", batch(11));
    assertThat(visitor.rows()).hasCount(50);
    long before = dead();

    visitor.rows().first().locator("[data-row-link]").click();
    visitor.button("Redrive").click();
    assertThat(visitor.page().locator("dialog")).containsText("full set of attempts");
    visitor.confirm();

    assertThat(toast()).containsText("import.row: redriven.");
    Awaitility.await().until(() -> dead() == before - 1);
  }

  @Test
  void redrivesAndDiscardsSelectedOnes() {
    SCENE.bus().repair(12);
    visitor.open("dead?group=imports");
    search("Text", batch(12));
    assertThat(visitor.rows()).hasCount(50);
    long before = dead();
    for (int row = 0; row < 3; row++) {
      visitor.rows().nth(row).getByRole(AriaRole.CHECKBOX).check();
    }
    Locator selection =
        visitor.page().getByLabel("Selection", new Page.GetByLabelOptions().setExact(true));
    assertThat(selection).containsText("3 selected");

    selection.getByText("Redrive").click();
    visitor.confirm();
    assertThat(toast()).containsText("3 dead letters redriven.");
    Awaitility.await().until(() -> dead() == before - 3);
    visitor.rows().nth(1).getByRole(AriaRole.CHECKBOX).check();
    selection.getByText("Discard").click();
    visitor.confirm();

    assertThat(toast()).containsText("discarded");
    Awaitility.await().until(() -> dead() == before - 4);
  }

  @Test
  void keepsAllWhenTheAnswerIsNo() {
    visitor.open("dead?group=imports");
    long before = dead();

    visitor.rows().first().getByText("Discard").click();
    visitor.button("Keep as it is").click();

    assertThat(visitor.page().locator("dialog")).hasCount(0);
    org.assertj.core.api.Assertions.assertThat(dead()).isEqualTo(before);
  }

  @Test
  void redrivesAllThatMatch() {
    SCENE.bus().repair(13);
    visitor.open("dead?group=imports");
    search("Text", batch(13));
    assertThat(visitor.rows()).hasCount(50);
    long before = dead();

    visitor.button("Redrive all that match …").click();
    visitor.confirm();

    assertThat(visitor.page().locator(".job"))
        .containsText(
            Pattern.compile("Done: 1,000 redriven"),
            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
    Awaitility.await().until(() -> dead() == before - BigBus.BATCH);
    assertThat(visitor.page().getByText("No hit", new Page.GetByTextOptions().setExact(true)))
        .isVisible();
    visitor.button("Dismiss").click();
    assertThat(visitor.page().locator(".job")).hasCount(0);
  }

  @Test
  void discardOfAllThatMatchMustBeTyped() {
    visitor.open("dead?group=imports");
    search("Text", batch(14));
    assertThat(visitor.rows()).hasCount(50);
    long before = dead();

    visitor.button("Discard all that match …").click();
    assertThat(visitor.page().locator("dialog button[type=submit]")).isDisabled();
    visitor.confirm();

    assertThat(visitor.page().locator(".job"))
        .containsText(
            "Done: 1,000 discarded",
            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
    Awaitility.await().until(() -> dead() == before - BigBus.BATCH);
    visitor.link("Audit").click();
    assertThat(visitor.rows().first()).containsText("discard");
    assertThat(visitor.rows().first()).containsText("1,000 dead letters");
  }
}
