package dev.postbus.dashboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.postbus.EmitOptions;
import dev.postbus.EventPriority;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The first page. */
class OverviewTest {

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

  private Locator group(String name) {
    return visitor.page().getByLabel("Group " + name, new Page.GetByLabelOptions().setExact(true));
  }

  private Locator tile(String kind) {
    return visitor.page().locator(".tile." + kind + " strong");
  }

  @Test
  void showsAllThatWaitsAndAllThatFailed() {
    assertThat(tile("ready")).hasText("1M");
    assertThat(tile("dead")).hasText(Pattern.compile("100K|9\\d\\.?\\d?K"));
    assertThat(group("archive")).containsText("1 instance");
    assertThat(group("archive")).containsText("paused");
    assertThat(group("orders").locator("tbody tr")).hasCount(3);
  }

  @Test
  void drawsTheLastHour() {
    assertThat(visitor.page().locator(".chart canvas")).hasCount(3);
    assertThat(visitor.page().getByRole(AriaRole.IMG).first())
        .hasAttribute("aria-label", Pattern.compile("Throughput over the last hour. Now: .*"));

    visitor.field("Charts of group").selectOption("imports");

    assertThat(visitor.page()).hasURL(Pattern.compile(".*#/\\?group=imports"));
    assertThat(visitor.field("Charts of queue")).isVisible();
  }

  @Test
  void changesWithoutBeingAsked() {
    assertThat(group("orders")).containsText("1 instance");
    long before = SCENE.bus().admin().counts("orders", EventQueue.LOW).dead();

    SCENE
        .bus()
        .orders()
        .emit(
            "order.placed",
            Map.of("customer", "Nobody"),
            EmitOptions.builder().priority(EventPriority.LOW).build());

    assertThat(
            group("orders")
                .locator("tr")
                .filter(new Locator.FilterOptions().setHasText("LOW"))
                .locator("[data-label=Dead]"))
        .hasText(String.valueOf(before + 1));
  }

  @Test
  void pausesAndResumesAQueue() {
    visitor.button("Pause HIGH of orders").click();
    assertThat(visitor.page().locator("dialog")).containsText("none is lost");
    visitor.confirm();
    assertThat(visitor.button("Resume HIGH of orders")).isVisible();
    org.assertj.core.api.Assertions.assertThat(
            SCENE.bus().admin().paused("orders", EventQueue.HIGH))
        .isTrue();

    visitor.button("Resume HIGH of orders").click();
    visitor.confirm();

    assertThat(visitor.button("Pause HIGH of orders")).isVisible();
    org.assertj.core.api.Assertions.assertThat(
            SCENE.bus().admin().paused("orders", EventQueue.HIGH))
        .isFalse();
  }

  @Test
  void leadsToTopologyInstancesAndLiveEvents() {
    visitor.link("Topology").click();
    assertThat(visitor.page().locator("svg.graph")).containsText("Orders.confirm");
    assertThat(visitor.page().locator("svg.graph"))
        .containsText(Pattern.compile("1(M|,000,000) ready"));

    visitor.link("Instances").click();
    assertThat(visitor.page().locator("table.instances")).hasCount(3);
    assertThat(visitor.page().getByText("pid " + ProcessHandle.current().pid()).first())
        .isVisible();

    visitor.link("Live events").click();
    assertThat(visitor.page().getByText("Waiting for events")).isVisible();
    // Instances hear later than the page that somebody looks on.
    Awaitility.await()
        .atMost(Duration.ofMillis(Visitor.PATIENCE_MILLIS))
        .until(
            () -> {
              SCENE.bus().orders().emit("order.placed", Map.of("customer", "Ada"));
              return visitor.page().locator(".tail li").count() > 0;
            });
    assertThat(visitor.page().locator(".tail li").first()).containsText("Orders.confirm");
  }
}
