package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupDirectoryTest {

  private final BoundHandler mail = FakeStore.bound(3, "mail", "order.*", "payment.received");
  private final BoundHandler stock = FakeStore.bound(1, "stock", "order.created");
  private final BoundHandler forgotten = FakeStore.bound(2, "old");
  private final BoundHandler audit = FakeStore.bound(1, "audit", "**");

  private final GroupDirectory directory =
      new GroupDirectory(
          "v7",
          Map.of(
              "shop", List.of(mail, stock, forgotten),
              "audit", List.of(audit),
              "empty", List.of()));

  @Test
  void anEventGoesToTheGroupsThatTakeItInTheOrderOfTheirNames() {
    assertThat(directory.routesFor("order.created"))
        .containsExactly(
            new GroupRoute("audit", List.of(1)), new GroupRoute("shop", List.of(1, 3)));
    assertThat(directory.routesFor("payment.received"))
        .containsExactly(new GroupRoute("audit", List.of(1)), new GroupRoute("shop", List.of(3)));
    assertThat(directory.routesFor("weather.changed"))
        .containsExactly(new GroupRoute("audit", List.of(1)));
  }

  @Test
  void askingAgainGivesTheSame() {
    assertThat(directory.routesFor("order.created")).isSameAs(directory.routesFor("order.created"));
  }

  @Test
  void anEventOfNobodyHasNoRoutes() {
    GroupDirectory nobody = new GroupDirectory("v1", Map.of("shop", List.of(stock)));

    assertThat(nobody.routesFor("weather.changed")).isEmpty();
    assertThat(new GroupDirectory("v1", Map.of()).routesFor("a")).isEmpty();
  }

  @Test
  void aHandlerWithSeveralMatchingPatternsIsNamedOnce() {
    GroupDirectory twice =
        FakeStore.directory("v1", "shop", FakeStore.bound(5, "mail", "order.*", "**", "*.created"));

    assertThat(twice.numbersFor("shop", "order.created")).containsExactly(5);
  }

  @Test
  void theNumbersOfOneGroupAreAscending() {
    assertThat(directory.numbersFor("shop", "order.created")).containsExactly(1, 3);
    assertThat(directory.numbersFor("shop", "weather.changed")).isEmpty();
    assertThat(directory.numbersFor("nobody", "order.created")).isEmpty();
  }

  @Test
  void aForgottenHandlerIsKnownAndTakesNothing() {
    assertThat(directory.find("shop", 2)).isEqualTo(forgotten);
    assertThat(directory.numbersFor("shop", "old")).isEmpty();
  }

  @Test
  void handlersAreFoundByGroupAndNumber() {
    assertThat(directory.find("shop", 1)).isEqualTo(stock);
    assertThat(directory.find("audit", 1)).isEqualTo(audit);
    assertThat(directory.find("shop", 9)).isNull();
    assertThat(directory.find("nobody", 1)).isNull();
    assertThat(directory.handlers("shop")).containsExactly(mail, stock, forgotten);
    assertThat(directory.handlers("empty")).isEmpty();
    assertThat(directory.handlers("nobody")).isEmpty();
    assertThat(directory.version()).isEqualTo("v7");
  }

  @Test
  void itDoesNotChangeWithWhatItWasMadeFrom() {
    Map<String, List<BoundHandler>> groups = new HashMap<>();
    groups.put("shop", new ArrayList<>(List.of(stock)));
    GroupDirectory made = new GroupDirectory("v1", groups);

    groups.get("shop").clear();
    groups.clear();

    assertThat(made.groups()).containsOnlyKeys("shop");
    assertThat(made.routesFor("order.created")).containsExactly(new GroupRoute("shop", List.of(1)));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> made.groups().clear());
  }

  @Test
  void moreNamesThanItRemembersAreRoutedAllTheSame() {
    for (int i = 0; i < 10_100; i++) {
      assertThat(directory.routesFor("order.n" + i)).hasSize(2);
    }
  }
}
