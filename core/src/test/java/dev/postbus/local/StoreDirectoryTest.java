package dev.postbus.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.engine.BoundHandler;
import dev.postbus.engine.GroupDirectory;
import dev.postbus.engine.GroupRoute;
import dev.postbus.engine.HandlerBinding;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreDirectoryTest {

  private final StoreDriver driver = new StoreDriver();

  private String version() {
    return driver.directory().version();
  }

  @Test
  void newStoreKnowsNoGroups() {
    assertThat(driver.directory().groups()).isEmpty();
    assertThat(driver.admin().groups()).isEmpty();
  }

  @Test
  void bindingShowsInTheDirectoryAtOnce() {
    GroupDirectory returned =
        driver.call(
            driver.store.bind(
                "shop",
                List.of(
                    new HandlerBinding("A.on", List.of("order.*")),
                    new HandlerBinding("B.on", List.of("payment.*", "order.paid")))));

    GroupDirectory read = driver.directory();
    assertThat(read.version()).isEqualTo(returned.version());
    assertThat(read.groups()).isEqualTo(returned.groups());
    List<Integer> numbers = read.handlers("shop").stream().map(BoundHandler::number).toList();
    assertThat(numbers).doesNotHaveDuplicates().isSorted().hasSize(2);
    assertThat(read.routesFor("order.paid")).containsExactly(new GroupRoute("shop", numbers));
    assertThat(driver.admin().groups()).containsExactly("shop");
  }

  @Test
  void groupWithoutHandlersIsKnown() {
    driver.call(driver.store.bind("shop", List.of()));

    assertThat(driver.directory().handlers("shop")).isEmpty();
    assertThat(driver.admin().groups()).containsExactly("shop");
  }

  @Test
  void bindingTheSameAgainChangesNothing() {
    int number = driver.bind("shop", "A.on", "order.*");
    String version = version();

    assertThat(driver.bind("shop", "A.on", "order.*")).isEqualTo(number);
    assertThat(version()).isEqualTo(version);
  }

  @Test
  void everyChangeGivesAnotherVersion() {
    String none = version();
    driver.bind("shop", "A.on", "order.*");
    String one = version();
    driver.bind("shop", "A.on", "payment.*");
    String two = version();
    driver.admin().forgetHandler("shop", "A.on");
    String three = version();
    driver.admin().removeGroup("shop");
    String four = version();
    driver.bind("shop", "A.on", "order.*");

    assertThat(List.of(none, one, two, three, four, version())).doesNotHaveDuplicates();
  }

  @Test
  void patternsAreReplacedAndOthersStay() {
    int first = driver.bind("shop", "A.on", "order.*");
    int second = driver.bind("shop", "B.on", "order.*");

    driver.bind("shop", "A.on", "payment.*");

    assertThat(driver.directory().numbersFor("shop", "order.created")).containsExactly(second);
    assertThat(driver.directory().numbersFor("shop", "payment.done")).containsExactly(first);
  }

  @Test
  void forgottenHandlerStaysWithoutPatternsAndKeepsItsNumber() {
    int first = driver.bind("shop", "A.on", "order.*");

    assertThat(driver.admin().forgetHandler("shop", "A.on")).isTrue();
    int other = driver.bind("shop", "B.on", "order.*");

    assertThat(other).isNotEqualTo(first);
    assertThat(driver.directory().find("shop", first))
        .isEqualTo(new BoundHandler(first, new HandlerBinding("A.on", List.of())));
    assertThat(driver.directory().numbersFor("shop", "order.created")).containsExactly(other);
    assertThat(driver.bind("shop", "A.on", "order.*")).isEqualTo(first);
  }

  @Test
  void forgettingWhatIsNotBoundSaysSo() {
    driver.bind("shop", "A.on", "order.*");
    driver.admin().forgetHandler("shop", "A.on");
    String version = version();

    assertThat(driver.admin().forgetHandler("shop", "A.on")).isFalse();
    assertThat(driver.admin().forgetHandler("shop", "B.on")).isFalse();
    assertThat(driver.admin().forgetHandler("nobody", "A.on")).isFalse();
    assertThat(version()).isEqualTo(version);
  }

  @Test
  void badPatternBindsNothing() {
    String version = version();

    assertThatThrownBy(() -> driver.bind("shop", "A.on", "order..created"))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(version()).isEqualTo(version);
    assertThat(driver.admin().groups()).isEmpty();
  }
}
