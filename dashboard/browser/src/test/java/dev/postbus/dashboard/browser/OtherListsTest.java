package dev.postbus.dashboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import dev.postbus.EmitOptions;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A million ready events, delayed ones, and an event by hand. */
class OtherListsTest {

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

  private void emitDelayed(String customer) {
    SCENE
        .bus()
        .orders()
        .emit(
            "order.reminded",
            Map.of("customer", customer),
            EmitOptions.builder().delay(Duration.ofHours(3)).build());
  }

  private long delayed() {
    return SCENE.bus().admin().counts("orders", EventQueue.DEFAULT).delayed();
  }

  @Test
  void readyIsPagedSearchedAndShownOneByOne() {
    visitor.open("ready?group=archive&queue=DEFAULT");
    assertThat(visitor.page().getByText("1 to 50 of 1,000,000")).isVisible();

    visitor.page().keyboard().press("n");
    assertThat(visitor.page().getByText("51 to 100 of 1,000,000")).isVisible();
    visitor.field("Text").fill("invoice <4321>");
    visitor.button("Search").click();
    assertThat(visitor.rows()).hasCount(1);
    visitor.button("Stop").click();
    visitor.rows().first().locator("[data-row-link]").click();

    assertThat(visitor.page().locator("pre[aria-label=Payload]")).containsText("\"number\": 4321");
    assertThat(visitor.page().getByLabel("Facts")).containsText("Archive.store");
  }

  @Test
  void delayedEventIsCancelled() {
    emitDelayed("Grace");
    visitor.open("delayed?group=orders&text=Grace");
    long before = delayed();

    visitor.rows().first().getByText("Cancel").click();
    visitor.confirm();

    assertThat(visitor.page().getByText("No hit", new Page.GetByTextOptions().setExact(true)))
        .isVisible();
    org.assertj.core.api.Assertions.assertThat(delayed()).isEqualTo(before - 1);
  }

  @Test
  void delayedEventRunsNow() {
    emitDelayed("Edsger");
    visitor.open("delayed?group=orders&text=Edsger");
    long before = SCENE.bus().admin().counts("orders", EventQueue.DEFAULT).handled();

    visitor.rows().first().getByText("Run now").click();
    visitor.confirm();

    assertThat(visitor.page().locator("#toasts")).containsText("made due now");
    Awaitility.await()
        .until(() -> SCENE.bus().admin().counts("orders", EventQueue.DEFAULT).handled() > before);
  }

  @Test
  void eventIsEmittedByForm() {
    visitor.open("emit");
    visitor.field("Event name").fill("order.placed");
    visitor.field("Payload, as JSON").fill("{\"customer\": ");
    visitor.button("Emit …").click();
    assertThat(visitor.page().getByText("This is no JSON")).isVisible();

    visitor
        .field("Payload, as JSON")
        .fill("{\"customer\": \"Barbara\", \"total\": 123456789012345678901}");
    visitor.field("Delay").fill("2");
    visitor.page().getByLabel("Unit of the delay").selectOption("hours");
    visitor.page().locator("input[name=eventId]").fill("by-hand-1");
    visitor.field("Headers, one per line").fill("tenant: acme");
    visitor.button("Emit …").click();
    visitor.confirm();

    assertThat(visitor.page().getByText("Handed to 1 group.")).isVisible();
    visitor.open("delayed?group=orders&id=by-hand-1");
    visitor.rows().first().locator("[data-row-link]").click();
    assertThat(visitor.page().locator("pre[aria-label=Payload]"))
        .containsText("123456789012345678901");
    assertThat(visitor.page().getByLabel("Headers", new Page.GetByLabelOptions().setExact(true)))
        .containsText("acme");
    visitor.link("Audit").click();
    assertThat(visitor.rows().first()).containsText("order.placed by-hand-1");
  }
}
