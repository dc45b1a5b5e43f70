package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EmitException.Outcome;
import dev.postbus.EventBusException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PublisherTest extends PublisherFixture {

  @Test
  void anIdlePublisherSendsAtOnceAndWithEverythingTheStoreNeeds() {
    directory.offer(FakeStore.directory("v7", "shop", FakeStore.bound(3, "mail", "order.*")));

    PendingEvent pending = publisher().submit(List.of(event("e1"))).get(0);

    assertThat(pending.join()).isEqualTo(new PublishReply.Result(PublishReply.Kind.STORED, 1));
    PublishBatch batch = store.published.get(0);
    assertThat(batch.sequence()).isEqualTo(1);
    assertThat(batch.publisherId()).isNotBlank();
    assertThat(batch.directoryVersion()).isEqualTo("v7");
    assertThat(batch.deduplicationWindow()).isEqualTo(Duration.ofMinutes(7));
    assertThat(batch.unclaimedLimit()).isEqualTo(42);
    assertThat(batch.events().get(0).routes()).containsExactly(new GroupRoute("shop", List.of(3)));
    assertThat(store.directoryReads).hasValue(0);
  }

  @Test
  void theDirectoryIsReadOnceBeforeTheFirstBatch() {
    Publisher publisher = publisher();

    publisher.submit(List.of(event("e1")));
    publisher.submit(List.of(event("e2")));

    assertThat(store.directoryReads).hasValue(1);
    assertThat(batches()).containsExactly(List.of("e1"), List.of("e2"));
  }

  @Test
  void whileOneBatchIsUnderWayTheNextOneGathers() {
    hold();
    Publisher publisher = publisher();

    publisher.submit(events(1, 1));
    publisher.submit(events(2, 2));
    publisher.submit(events(3, 4));
    assertThat(batches()).containsExactly(ids(1, 1));

    accept(0);
    assertThat(batches()).containsExactly(ids(1, 1), ids(2, 4));
    accept(1);
    assertThat(store.published).hasSize(2);
    assertThat(store.published).extracting(PublishBatch::sequence).containsExactly(1L, 2L);
    assertThat(store.published)
        .extracting(PublishBatch::publisherId)
        .containsOnly(store.published.get(0).publisherId());
  }

  @Test
  void twoPublishersNeverShareAnId() {
    publisher().submit(events(1, 1));
    publisher().submit(events(2, 2));

    assertThat(store.published).extracting(PublishBatch::publisherId).doesNotHaveDuplicates();
  }

  @Test
  void aBatchHasAtMostFiveHundredEvents() {
    publisher().submit(events(1, 1_201));

    assertThat(batches()).containsExactly(ids(1, 500), ids(501, 1_000), ids(1_001, 1_201));
  }

  @Test
  void aBatchIsBoundedInBytesAndALargerEventTravelsAlone() {
    hold();
    Publisher publisher = publisher(Runnable::run, 250, 1 << 20);
    publisher.submit(List.of(event("first")));

    publisher.submit(
        List.of(
            event("a"), event("b"), event("c"), event("large", 900), event("d"), event("e", 150)));
    for (int i = 0; i < 5; i++) {
      accept(i);
    }

    assertThat(batches())
        .containsExactly(
            List.of("first"), List.of("a", "b"), List.of("c"), List.of("large"), List.of("d", "e"));
  }

  @Test
  void aStaleDirectoryHasTheBatchRoutedAnewUnderItsNumber() {
    directory.offer(FakeStore.directory("v1", "old", FakeStore.bound(1, "mail", "order.*")));
    GroupDirectory now = FakeStore.directory("v2", "new", FakeStore.bound(5, "mail", "order.*"));
    store.onPublish =
        batch ->
            batch.directoryVersion().equals("v1")
                ? CompletableFuture.completedStage(new PublishReply.Stale(now))
                : FakeStore.accepted(batch);

    PendingEvent pending = publisher().submit(List.of(event("e1"))).get(0);

    assertThat(pending).isCompleted();
    assertThat(store.published).extracting(PublishBatch::sequence).containsExactly(1L, 1L);
    assertThat(store.published.get(0).events().get(0).routes())
        .containsExactly(new GroupRoute("old", List.of(1)));
    assertThat(store.published.get(1).events().get(0).routes())
        .containsExactly(new GroupRoute("new", List.of(5)));
    assertThat(directory.cached()).isSameAs(now);
  }

  @Test
  void anEventThatFindsNoRoomAmongTheUnclaimedFailsAloneAndSaysWhatToDo() {
    store.onPublish =
        batch ->
            CompletableFuture.completedStage(
                new PublishReply.Accepted(
                    List.of(
                        new PublishReply.Result(PublishReply.Kind.STORED, 0),
                        new PublishReply.Result(PublishReply.Kind.UNCLAIMED_FULL, 0),
                        new PublishReply.Result(PublishReply.Kind.DUPLICATE, 2))));

    List<PendingEvent> pending = publisher().submit(events(1, 3));

    assertThat(pending.get(0).join().groups()).isZero();
    assertThat(outcome(pending.get(1))).isEqualTo(Outcome.NOT_STORED);
    assertThat(failureOf(pending.get(1)))
        .hasMessageEndingWith(
            "no group is bound to it and 42 events wait for a first group already; start a"
                + " subscriber, or raise unclaimedLimit");
    assertThat(pending.get(2).join())
        .isEqualTo(new PublishReply.Result(PublishReply.Kind.DUPLICATE, 2));
  }

  @Test
  void whatGatheredIsSentOnTheThreadOfTheAnswer() {
    hold();
    Publisher publisher = publisher(new ManualExecutor(), 1 << 20, 16 << 20);
    publisher.submit(events(1, 1));
    publisher.submit(events(2, 2));
    publisher.submit(events(3, 4));

    accept(0);
    accept(1);

    assertThat(batches()).containsExactly(List.of("e1"), List.of("e2", "e3", "e4"));
  }

  @Test
  void aCallerWhoseStoreAnswersAtOnceDoesNotSendForEverybody() {
    ManualExecutor background = new ManualExecutor();
    Publisher publisher = publisher(background, 1 << 20, 16 << 20);
    List<PendingEvent> others = new ArrayList<>();
    store.onPublish =
        batch -> {
          if (batch.events().get(0).eventId().equals("e1")) {
            others.addAll(publisher.submit(events(2, 2)));
          }
          return CompletableFuture.completedStage(FakeStore.acceptance(batch));
        };

    publisher.submit(events(1, 1));

    assertThat(batches()).containsExactly(List.of("e1"));
    assertThat(others).singleElement().satisfies(other -> assertThat(other).isNotDone());
    background.runAll();
    assertThat(batches()).containsExactly(List.of("e1"), List.of("e2"));
    assertThat(others.get(0)).isCompleted();
  }

  @Test
  void anExecutorThatTakesNoMoreDoesNotStopTheLine() {
    hold();
    Publisher publisher =
        publisher(
            task -> {
              throw new RejectedExecutionException("closed");
            },
            1 << 20,
            16 << 20);
    publisher.submit(events(1, 1));
    publisher.submit(events(2, 2));

    accept(0);

    assertThat(store.published).hasSize(2);
  }

  @Test
  void flushReturnsWhenNothingIsOnItsWay() {
    hold();
    Publisher publisher = publisher();
    publisher.submit(events(1, 1));
    Thread answering = new Thread(() -> accept(0));

    answering.start();
    publisher.flush(Duration.ofSeconds(25));

    assertThat(answers.get(0)).isDone();
    publisher.flush(Duration.ofSeconds(25));
  }

  @Test
  void flushGivesUpInTheEnd() {
    hold();
    Publisher publisher = publisher();
    PendingEvent pending = publisher.submit(events(1, 1)).get(0);

    publisher.flush(Duration.ofMillis(20));

    assertThat(pending).isNotDone();
  }

  @Test
  void closingEndsEveryEmitThatStillWaits() {
    hold();
    Publisher publisher = publisher();
    PendingEvent underWay = publisher.submit(events(1, 1)).get(0);
    PendingEvent waiting = publisher.submit(events(2, 2)).get(0);

    publisher.close();

    assertThat(outcome(underWay)).isEqualTo(Outcome.UNKNOWN);
    assertThat(outcome(waiting)).isEqualTo(Outcome.NOT_STORED);
    PendingEvent tooLate = publisher.submit(events(3, 3)).get(0);
    assertThat(outcome(tooLate)).isEqualTo(Outcome.NOT_STORED);
    assertThat(failureOf(tooLate)).hasMessageEndingWith("the bus is closed");
    answers.get(0).completeExceptionally(new EventBusException("closed"));
    time.advance(EMIT_TIMEOUT);
    assertThat(store.published).hasSize(1);
  }

  @Test
  void closingEndsABatchThatIsToBeRepeated() {
    hold();
    Publisher publisher = publisher();
    PendingEvent pending = publisher.submit(events(1, 1)).get(0);
    answers.get(0).completeExceptionally(new EventBusException("connection lost"));

    publisher.close();
    time.advance(PAUSE);

    assertThat(outcome(pending)).isEqualTo(Outcome.UNKNOWN);
    assertThat(store.published).hasSize(1);
  }

  @Test
  void orderIsKeptOverBatchesAndRepeats() {
    hold();
    Publisher publisher = publisher(Runnable::run, 750, 1 << 20);
    publisher.submit(events(1, 50));

    for (int i = 0; i < answers.size(); i++) {
      if (i % 3 == 1) {
        answers.get(i).completeExceptionally(new EventBusException("connection lost"));
        time.advance(PAUSE);
      } else {
        accept(i);
      }
    }

    Map<Long, List<String>> bySequence = new java.util.TreeMap<>();
    for (int i = 0; i < store.published.size(); i++) {
      List<String> before = bySequence.put(store.published.get(i).sequence(), batches().get(i));
      assertThat(before).isIn(null, batches().get(i));
    }
    List<String> stored = new ArrayList<>();
    bySequence.values().forEach(stored::addAll);
    assertThat(stored).isEqualTo(ids(1, 50));
  }
}
