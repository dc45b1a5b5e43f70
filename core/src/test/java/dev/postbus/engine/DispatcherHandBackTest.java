package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the dispatcher hands back, and what it holds back. */
class DispatcherHandBackTest extends DispatcherFixture {

  private List<HandlerRun> waiting() {
    return workers.get(EventQueue.LOW).takeWaiting(run -> true);
  }

  @Test
  void whatHasNotStartedGoesBackAsItCameLastFirst() {
    register("mail", (payload, context) -> fail("ran"));
    register("stock", (payload, context) -> fail("ran"));
    dispatcher.dispatch(List.of(claim("d1", "", 1, 2), claim("d2", "1:1", 1)), lease);

    List<HandlerRun> waiting = waiting();
    dispatcher.handBack(waiting);

    assertThat(settled())
        .containsExactly(new Settlement.Release("d2"), new Settlement.Release("d1"));
    assertThat(listener.heard)
        .containsExactly(
            "handed back e-d2 mail", "handed back e-d1 mail", "handed back e-d1 stock");
    assertThat(waiting).allMatch(HandlerRun::ended);
  }

  @Test
  void aPartOfADeliveryGoesBackUnchargedToTheFront() {
    register("mail", (payload, context) -> fail("ran"));
    register("stock", (payload, context) -> fail("ran"));
    dispatcher.dispatch(List.of(claim("d1", "1:1,2:0~", 1, 2)), lease);

    dispatcher.handBack(waiting().subList(0, 1));

    assertThat(settled()).containsExactly(new Settlement.Again("d1", 1, Duration.ZERO, 1, true));
    assertThat(listener.heard).containsExactly("handed back e-d1 mail");
  }

  @Test
  void nothingIsHandedBackUnderALostLease() {
    register("mail", (payload, context) -> fail("ran"));
    dispatcher.dispatch(List.of(claim("d1", "", 1)), lease);
    lease.lose();

    dispatcher.handBack(waiting());

    assertThat(settled()).isEmpty();
  }

  @Test
  void whatEndsAfterTheLeaseWasLostIsNotSettled() {
    CompletableFuture<Void> stage = new CompletableFuture<>();
    register("mail", (payload, context) -> stage);
    dispatch(claim("d1", "", 1));
    assertThat(dispatcher.running()).hasSize(1);

    lease.lose();
    stage.complete(null);

    assertThat(settled()).isEmpty();
    assertThat(dispatcher.running()).isEmpty();
  }

  @Test
  void aRunThatWasAbandonedCountsWhenItEndsWellAndNotWhenItFails() {
    CompletableFuture<Void> well = new CompletableFuture<>();
    CompletableFuture<Void> badly = new CompletableFuture<>();
    register("mail", (payload, context) -> well);
    register("stock", (payload, context) -> badly);
    dispatch(claim("d1", "", 1, 2));

    dispatcher.running().forEach(HandlerRun::abandon);
    well.complete(null);
    badly.completeExceptionally(new IllegalStateException("interrupted"));

    assertThat(settled()).containsExactly(new Settlement.Done("d1", 1));
  }

  @Test
  void theNextSuspectWaitsForTheFirstOneOrForItsQuietTime() {
    Duration alone = Duration.ofSeconds(2);
    CompletableFuture<Void> stage = new CompletableFuture<>();
    register("mail", (payload, context) -> stage);
    assertThat(dispatcher.suspectsAllowed(alone)).isTrue();

    dispatch(claim("d1", "1:0~", 1));

    assertThat(dispatcher.suspectsAllowed(alone)).isFalse();
    time.advance(alone.minusNanos(1));
    assertThat(dispatcher.suspectsAllowed(alone)).isFalse();
    time.advance(Duration.ofNanos(1));
    assertThat(dispatcher.suspectsAllowed(alone)).isTrue();

    dispatch(claim("d2", "1:0~", 1));
    assertThat(dispatcher.suspectsAllowed(alone)).isFalse();
    stage.complete(null);
    assertThat(dispatcher.suspectsAllowed(alone)).isTrue();
  }

  @Test
  void theNextSuspectWaitsForEveryHandlerOfTheFirstOne() {
    Duration alone = Duration.ofSeconds(2);
    CompletableFuture<Void> first = new CompletableFuture<>();
    CompletableFuture<Void> second = new CompletableFuture<>();
    register("mail", (payload, context) -> first);
    register("stock", (payload, context) -> second);

    dispatch(claim("d1", "~", 1, 2));
    second.complete(null);

    assertThat(dispatcher.suspectsAllowed(alone)).as("the first handler runs on").isFalse();
    first.complete(null);
    assertThat(dispatcher.suspectsAllowed(alone)).isTrue();
  }
}
