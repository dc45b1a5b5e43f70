package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventBusConfig;
import dev.postbus.EventBusException;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MissingHandlersTest {

  private static final Duration PAUSE = Duration.ofSeconds(3);
  private static final Duration GONE = Duration.ofMinutes(10);

  private final RecordingListener listener = new RecordingListener();
  private final FakeStore store = new FakeStore();
  private final DirectoryCache directory = new DirectoryCache(store);
  private final Settlements settlements = new Settlements(() -> {});
  private final TestRuns runs = new TestRuns(new ManualTime());
  private final MissingHandlers missing =
      new MissingHandlers(
          EventBusConfig.builder().group("shop").listener(listener).build(),
          EngineSettings.defaults().withMissingHandler(PAUSE, GONE),
          store,
          directory,
          settlements);

  private void bound(BoundHandler... handlers) {
    store.onDirectory =
        () -> CompletableFuture.completedStage(FakeStore.directory("v2", "shop", handlers));
  }

  private void absent(Duration since) {
    store.onAbsentMillis = () -> CompletableFuture.completedStage(since.toMillis());
  }

  private Settlement handBack(String state, int used) {
    Claim claim = TestRuns.claim("d1", EventQueue.LOW, state, Map.of());
    missing.handBack(runs.delivery(claim), 1, used);
    List<Settlements.Entry> taken = settlements.take();
    assertThat(taken).hasSize(1);
    taken.get(0).stored().run();
    return taken.get(0).settlement();
  }

  @Test
  void othersOfTheGroupGetItAfterAPause() {
    bound(FakeStore.bound(1, "mail", "order.*"));

    assertThat(handBack("1:2", 2)).isEqualTo(new Settlement.Again("d1", 1, PAUSE, 2, false));

    assertThat(store.asked).containsExactly("shop/mail");
    assertThat(listener.heard).containsExactly("handed back e-d1 mail");
  }

  @Test
  void aSuspectStaysOne() {
    bound(FakeStore.bound(1, "mail", "order.*"));

    assertThat(handBack("1:1~", 1)).isEqualTo(new Settlement.Again("d1", 1, PAUSE, 1, true));
  }

  @Test
  void aHandlerThatNobodyHasHadForLongIsGone() {
    bound(FakeStore.bound(1, "mail", "order.*"));
    absent(GONE);
    assertThat(handBack("", 0)).isInstanceOf(Settlement.Again.class);

    absent(GONE.plusMillis(1));
    assertThat(handBack("1:2", 2))
        .isEqualTo(
            new Settlement.Dead(
                "d1",
                1,
                "e-d1",
                "mail",
                2,
                "handler mail is gone: no live instance of group shop has had it for PT10M; deploy"
                    + " one that has, and redrive"));
    assertThat(listener.heard).endsWith("dead e-d1 mail 2");
  }

  @Test
  void aForgottenHandlerIsGoneAtOnce() {
    bound(FakeStore.bound(1, "mail"));

    Settlement.Dead dead = (Settlement.Dead) handBack("", 0);

    assertThat(dead.reason()).isEqualTo("handler mail of group shop was forgotten");
    assertThat(dead.handlerId()).isEqualTo("mail");
    assertThat(store.asked).isEmpty();
  }

  @Test
  void aNumberThatTheGroupNeverGaveIsADeadLetterToo() {
    bound(FakeStore.bound(2, "mail", "order.*"));

    Settlement.Dead dead = (Settlement.Dead) handBack("", 0);

    assertThat(dead.reason()).isEqualTo("group shop has no handler number 1");
    assertThat(dead.handlerId()).isEqualTo("#1");
  }

  @Test
  void theDirectoryIsReadAnewBecauseTheHandlerMayBeNew() {
    directory.offer(FakeStore.directory("v1", "shop"));
    bound(FakeStore.bound(1, "mail", "order.*"));

    assertThat(handBack("", 0)).isInstanceOf(Settlement.Again.class);

    assertThat(store.directoryReads).hasValue(1);
    assertThat(directory.cached().version()).isEqualTo("v2");
  }

  @Test
  void whatCannotBeAskedNowIsAskedAgainLater() {
    Settlement.Again again = new Settlement.Again("d1", 1, PAUSE, 1, false);
    bound(FakeStore.bound(1, "mail", "order.*"));

    store.onAbsentMillis =
        () -> CompletableFuture.failedStage(new EventBusException("no connection"));
    assertThat(handBack("1:1", 1)).isEqualTo(again);

    store.onDirectory = () -> CompletableFuture.failedStage(new EventBusException("no connection"));
    assertThat(handBack("1:1", 1)).isEqualTo(again);
    assertThat(listener.heard).containsExactly("handed back e-d1 #1", "handed back e-d1 #1");
  }

  @Test
  void aStoreThatThrowsIsAStoreThatFails() {
    store.onDirectory =
        () -> {
          throw new IllegalStateException("client is shut down");
        };

    assertThat(handBack("", 0)).isEqualTo(new Settlement.Again("d1", 1, PAUSE, 0, false));
  }

  @Test
  void theLoopDoesNotWaitForTheAnswer() {
    CompletableFuture<GroupDirectory> later = new CompletableFuture<>();
    store.onDirectory = () -> later;

    missing.handBack(runs.delivery(TestRuns.claim("d1", EventQueue.LOW, "", Map.of())), 1, 0);
    assertThat(settlements.isEmpty()).isTrue();

    later.complete(FakeStore.directory("v2", "shop", FakeStore.bound(1, "mail", "**")));
    assertThat(settlements.take()).hasSize(1);
  }

  @Test
  void whatWasHeldUnderALostLeaseIsDecidedElsewhere() {
    bound();
    runs.lease.lose();

    missing.handBack(runs.delivery(TestRuns.claim("d1", EventQueue.LOW, "", Map.of())), 1, 0);

    assertThat(settlements.isEmpty()).isTrue();
  }
}
