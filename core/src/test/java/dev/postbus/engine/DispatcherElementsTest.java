package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.postbus.EventBusException;
import dev.postbus.EventQueue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * What the dispatcher does with elements that it cannot read, did not write, or has no handler for.
 */
class DispatcherElementsTest extends DispatcherFixture {

  @Test
  void anUnreadableElementIsADeadLetterOfEachOfItsHandlers() {
    Claim claim =
        new Claim(
            "d1",
            EventQueue.LOW,
            "",
            "{\"handlers\":\"1,7\",\"specversion\":\"9\"}".getBytes(StandardCharsets.UTF_8));

    dispatch(claim);

    List<Settlement> settled = settled();
    assertThat(settled).hasSize(2).allMatch(Settlement.Dead.class::isInstance);
    assertThat(settled.stream().map(Settlement.Dead.class::cast))
        .extracting(Settlement.Dead::handler, Settlement.Dead::handlerId, Settlement.Dead::eventId)
        .containsExactly(tuple(1, "mail", "unreadable-d1"), tuple(7, "", "unreadable-d1"));
    assertThat(listener.heard).hasSize(2);
    assertThat(listener.events.get(0).event()).isEqualTo("unreadable");
  }

  @Test
  void anUnreadableElementOfNobodyIsOneDeadLetter() {
    dispatch(new Claim("d1", EventQueue.LOW, "", "hello".getBytes(StandardCharsets.UTF_8)));

    Settlement.Dead dead = onlyDead();
    assertThat(dead.handler()).isZero();
    assertThat(dead.handlerId()).isEmpty();
    assertThat(dead.attempts()).isZero();
    assertThat(dead.reason()).startsWith("unreadable: the element is not JSON");
  }

  @Test
  void whatFollowsAnUnreadableElementStillRuns() {
    register("mail", (payload, context) -> null);

    dispatch(new Claim("d1", EventQueue.LOW, "", new byte[0]), claim("d2", "", 1));

    assertThat(settled()).hasSize(2).contains(new Settlement.Done("d2", 1));
  }

  @Test
  void aStateThatNobodyCanReadMakesADeadLetterAndStopsNothing() {
    register("mail", (payload, context) -> null);

    dispatch(claim("d1", "rubbish", 1), claim("d2", "", 1));

    List<Settlement> settled = settled();
    assertThat(settled).hasSize(2).contains(new Settlement.Done("d2", 1));
    assertThat(settled.stream().filter(Settlement.Dead.class::isInstance))
        .singleElement()
        .asInstanceOf(type(Settlement.Dead.class))
        .satisfies(
            dead -> {
              assertThat(dead.handler()).isEqualTo(1);
              assertThat(dead.reason())
                  .isEqualTo("unreadable: the state of the delivery is \"rubbish\"");
            });
  }

  private static Claim foreign(String type) {
    return new Claim(
        "d1",
        EventQueue.LOW,
        "",
        """
        {"specversion":"1.0","id":"f1","source":"elsewhere","type":"%s","data":{}}\
        """
            .formatted(type)
            .getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anElementThatNoPublisherWroteGoesToWhomTheDirectoryNames() {
    dispatch(foreign("order.created"));

    assertThat(settled()).containsExactly(new Settlement.Assign("d1", List.of(1, 2)));
  }

  @Test
  void aBindingThatThisInstanceHasNotSeenYetTakesSuchAnElementToo() {
    directory.offer(FakeStore.directory("v0", "shop", FakeStore.bound(2, "stock", "order.*")));

    dispatch(foreign("order.created"));

    assertThat(settled()).containsExactly(new Settlement.Assign("d1", List.of(1, 2)));
  }

  @Test
  void suchAnElementIsReleasedWhenTheDirectoryCannotBeRead() {
    store.onDirectory = () -> CompletableFuture.failedStage(new EventBusException("away"));

    dispatch(foreign("weather.changed"));

    assertThat(settled()).containsExactly(new Settlement.Release("d1"));
  }

  @Test
  void suchElementsAreReadTheDirectoryForOnceAClaim() {
    dispatch(foreign("order.created"), foreign("order.created"), foreign("order.shipped"));

    assertThat(settled()).hasSize(3);
    assertThat(store.directoryReads).hasValue(1);
  }

  @Test
  void anElementThatNobodyIsBoundToIsADeadLetterThatSaysSo() {
    dispatch(foreign("weather.changed"));

    Settlement.Dead dead = onlyDead();
    assertThat(dead.eventId()).isEqualTo("f1");
    assertThat(dead.handlerId()).isEmpty();
    assertThat(dead.reason()).isEqualTo("no handler of group shop is bound to \"weather.changed\"");
    assertThat(listener.heard).containsExactly("dead f1  0");
  }

  @Test
  void anUndecodablePayloadIsADeadLetterAtOnce() {
    registry.add(List.of(TestRuns.handler("mail", Integer.class, (payload, context) -> null)));

    dispatch(claim("d1", "", 1));

    Settlement.Dead dead = onlyDead();
    assertThat(dead.attempts()).isEqualTo(1);
    assertThat(dead.reason()).startsWith("the payload cannot be read: ");
  }

  @Test
  void aHandlerThatIsMissingHereIsLeftToOthersWhileTheRestRuns() {
    register("stock", (payload, context) -> null);
    store.onDirectory =
        () ->
            CompletableFuture.completedStage(
                FakeStore.directory(
                    "v2",
                    "shop",
                    FakeStore.bound(1, "mail", "order.*"),
                    FakeStore.bound(2, "stock", "order.created")));

    dispatch(claim("d1", "", 1, 2));

    assertThat(settled())
        .containsExactly(
            new Settlement.Again("d1", 1, Duration.ofSeconds(1), 0, false),
            new Settlement.Done("d1", 2));
  }
}
