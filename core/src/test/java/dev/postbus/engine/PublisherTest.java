package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.postbus.Durability;
import dev.postbus.EmitException;
import dev.postbus.EmitException.Outcome;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusException;
import dev.postbus.EventBusListener;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PublisherTest {

  private static final Duration EMIT_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final ManualTime time = new ManualTime();
  private final FakeStore store = new FakeStore();
  private final DirectoryCache directory = new DirectoryCache(store);
  private final RecordingListener listener = new RecordingListener();
  private final List<CompletableFuture<PublishReply>> answers = new CopyOnWriteArrayList<>();

  private Publisher publisher(Executor executor, int maxBatchBytes, int maxPendingBytes) {
    return publisher(executor, maxBatchBytes, maxPendingBytes, EMIT_TIMEOUT);
  }

  private Publisher publisher(
      Executor executor, int maxBatchBytes, int maxPendingBytes, Duration emitTimeout) {
    EngineSettings defaults = EngineSettings.defaults();
    EngineSettings settings =
        new EngineSettings(
            defaults.prefetchWork(),
            defaults.maxPrefetch(),
            defaults.prefetchHold(),
            defaults.missingHandlerPause(),
            defaults.handlerGoneAfter(),
            defaults.suspectAlone(),
            defaults.guardPeriod(),
            defaults.maxExchangeBytes(),
            maxBatchBytes,
            maxPendingBytes,
            emitTimeout,
            defaults.loopLateAfter());
    return new Publisher(
        EventBusConfig.builder()
            .unclaimedLimit(42)
            .deduplicationWindow(Duration.ofMinutes(7))
            .build(),
        store,
        directory,
        settings,
        time,
        executor,
        new StoreWatch(time, listener),
        Durability.STORED);
  }

  private Publisher publisher() {
    return publisher(Runnable::run, 1 << 20, 16 << 20);
  }

  /** From now on the store answers only when the test completes one of the answers. */
  private void hold() {
    store.onPublish =
        batch -> {
          CompletableFuture<PublishReply> answer = new CompletableFuture<>();
          answers.add(answer);
          return answer;
        };
  }

  private void accept(int index) {
    answers.get(index).complete(FakeStore.acceptance(store.published.get(index)));
  }

  private static OutgoingEvent event(String id, int bytes) {
    return new OutgoingEvent(
        id, false, "order.created", EventQueue.DEFAULT, Duration.ZERO, new byte[bytes], List.of());
  }

  private static OutgoingEvent event(String id) {
    return event(id, 100);
  }

  private static List<OutgoingEvent> events(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> event("e" + i)).toList();
  }

  private List<List<String>> batches() {
    return store.published.stream()
        .map(batch -> batch.events().stream().map(OutgoingEvent::eventId).toList())
        .toList();
  }

  private static List<String> ids(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> "e" + i).toList();
  }

  private static EmitException failureOf(PendingEvent pending) {
    assertThat(pending).isCompletedExceptionally();
    return (EmitException)
        catchThrowableOfType(CompletionException.class, pending::join).getCause();
  }

  private static Outcome outcome(PendingEvent pending) {
    return failureOf(pending).outcomes().get(pending.event.eventId());
  }

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
  void anUnknownOutcomeHasTheVerySameBatchRepeated() {
    hold();
    Publisher publisher = publisher();
    List<PendingEvent> pending = publisher.submit(events(1, 3));
    publisher.submit(events(4, 4));

    answers.get(0).completeExceptionally(new EventBusException("connection lost"));
    assertThat(store.published).hasSize(1);
    time.advance(PAUSE);

    assertThat(store.published).hasSize(2);
    assertThat(store.published.get(1)).usingRecursiveComparison().isEqualTo(store.published.get(0));
    assertThat(pending).noneMatch(PendingEvent::isDone);

    accept(1);
    assertThat(pending).allMatch(one -> !one.isCompletedExceptionally() && one.isDone());
    assertThat(store.published.get(2).sequence()).isEqualTo(2);
    assertThat(listener.heard).containsExactly("store available: false", "store available: true");
  }

  @Test
  void aBatchThatTheStoreRefusedIsNotRepeatedAndTheNextOneFollows() {
    hold();
    Publisher publisher = publisher();
    PendingEvent first = publisher.submit(events(1, 1)).get(0);
    PendingEvent second = publisher.submit(events(2, 2)).get(0);
    NotStoredException refusal =
        new NotStoredException("Redis is out of memory; free some", new RuntimeException("OOM"));

    answers.get(0).completeExceptionally(new CompletionException(refusal));

    assertThat(outcome(first)).isEqualTo(Outcome.NOT_STORED);
    assertThat(failureOf(first))
        .hasMessage(
            "emit of \"order.created\" failed (e1 NOT_STORED): Redis is out of memory; free some")
        .hasCause(refusal);
    assertThat(store.published.get(1).sequence()).isEqualTo(2);
    accept(1);
    assertThat(second).isCompleted();
  }

  @Test
  void aRefusalAfterAnUnknownOutcomeDoesNotMakeItKnown() {
    hold();
    PendingEvent pending = publisher().submit(events(1, 1)).get(0);

    answers.get(0).completeExceptionally(new EventBusException("connection lost"));
    time.advance(PAUSE);
    answers.get(1).completeExceptionally(new NotStoredException("out of memory", new Error()));

    assertThat(outcome(pending)).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void aStoreThatFailsOnAndOnEndsTheEmitAndNotThePublisher() {
    store.onPublish =
        batch -> CompletableFuture.failedStage(new EventBusException("connection refused"));
    Publisher publisher = publisher();
    PendingEvent pending = publisher.submit(events(1, 1)).get(0);

    time.advance(EMIT_TIMEOUT);

    assertThat(outcome(pending)).isEqualTo(Outcome.UNKNOWN);
    assertThat(failureOf(pending))
        .hasMessageEndingWith("the store did not answer within PT20S: connection refused");
    assertThat(store.published).extracting(PublishBatch::sequence).containsOnly(1L);

    store.onPublish = FakeStore::accepted;
    assertThat(publisher.submit(events(2, 2)).get(0)).isCompleted();
    assertThat(time.scheduled()).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void whatWaitsBehindAFailingBatchEndsWithItAndIsKnownNotToBeStored() {
    store.onPublish =
        batch -> CompletableFuture.failedStage(new EventBusException("connection refused"));
    Publisher publisher = publisher();
    publisher.submit(events(1, 1));
    PendingEvent behind = publisher.submit(events(2, 2)).get(0);

    time.advance(EMIT_TIMEOUT);

    assertThat(outcome(behind)).isEqualTo(Outcome.NOT_STORED);
    assertThat(batches()).doesNotContain(List.of("e2"));
  }

  @Test
  void anEmitEndsInBoundedTimeWhenTheStoreNeverAnswers() {
    hold();
    Publisher publisher = publisher();
    PendingEvent underWay = publisher.submit(events(1, 1)).get(0);
    PendingEvent waiting = publisher.submit(events(2, 2)).get(0);

    time.advance(EMIT_TIMEOUT.minus(PAUSE).minusMillis(1));
    assertThat(underWay).isNotDone();
    assertThat(waiting).isNotDone();
    time.advance(EMIT_TIMEOUT.dividedBy(4).plus(PAUSE));

    assertThat(outcome(underWay)).isEqualTo(Outcome.UNKNOWN);
    assertThat(outcome(waiting)).isEqualTo(Outcome.NOT_STORED);
    assertThat(failureOf(underWay)).hasMessageContaining("did not answer within PT20S");
  }

  @Test
  void aPublisherThatWasNeverAnsweredGoesOnAndALateAnswerChangesNothing() {
    hold();
    Publisher publisher = publisher();
    publisher.submit(events(1, 1));
    time.advance(EMIT_TIMEOUT.multipliedBy(2));

    PendingEvent next = publisher.submit(events(2, 2)).get(0);
    assertThat(batches()).containsExactly(ids(1, 1), ids(2, 2));
    assertThat(store.published.get(1).sequence()).isEqualTo(2);
    PendingEvent afterwards = publisher.submit(events(3, 3)).get(0);
    accept(0);
    assertThat(next).isNotDone();
    assertThat(batches()).hasSize(2);

    accept(1);
    assertThat(next).isCompleted();
    accept(2);
    assertThat(afterwards).isCompleted();
  }

  @Test
  void anEmitThatComesLateInALongSilenceHasItsFullTime() {
    hold();
    Publisher publisher = publisher();
    publisher.submit(events(1, 1));
    time.advance(Duration.ofSeconds(15));
    PendingEvent late = publisher.submit(events(2, 2)).get(0);

    time.advance(Duration.ofSeconds(15));

    assertThat(late).isNotDone();
    assertThat(batches()).containsExactly(ids(1, 1), ids(2, 2));
    accept(1);
    assertThat(late).isCompleted();
  }

  @Test
  void aStoreThatThrowsIsAStoreThatFails() {
    AtomicInteger calls = new AtomicInteger();
    store.onPublish =
        batch -> {
          if (calls.incrementAndGet() == 1) {
            throw new RejectedExecutionException("client is shut down");
          }
          return FakeStore.accepted(batch);
        };
    Publisher publisher = publisher();

    PendingEvent pending = publisher.submit(events(1, 1)).get(0);
    time.advance(PAUSE);

    assertThat(pending).isCompleted();
    assertThat(publisher.submit(events(2, 2)).get(0)).isCompleted();
  }

  @Test
  void withoutADirectoryNothingIsSentAndNothingIsStored() {
    store.onDirectory =
        () -> {
          throw new IllegalStateException("no connection");
        };
    PendingEvent pending = publisher().submit(events(1, 1)).get(0);

    time.advance(EMIT_TIMEOUT);

    assertThat(outcome(pending)).isEqualTo(Outcome.NOT_STORED);
    assertThat(store.published).isEmpty();
  }

  @Test
  void aDirectoryThatNeverComesLeavesNothingUnknown() {
    store.onDirectory = CompletableFuture::new;
    PendingEvent pending = publisher().submit(events(1, 1)).get(0);

    time.advance(EMIT_TIMEOUT.multipliedBy(2));

    assertThat(outcome(pending)).isEqualTo(Outcome.NOT_STORED);
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
  void anAnswerForAnotherNumberOfEventsIsNoAnswer() {
    store.onPublish =
        batch -> CompletableFuture.completedStage(new PublishReply.Accepted(List.of()));
    PendingEvent pending = publisher().submit(events(1, 1)).get(0);

    time.advance(EMIT_TIMEOUT);

    assertThat(outcome(pending)).isEqualTo(Outcome.UNKNOWN);
    assertThat(failureOf(pending))
        .hasMessageEndingWith("the store answered 0 results for 1 events");
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

  /** Only the first time: later there may be memory again. */
  private Publisher publisherWhoseListenerBreaksAt(boolean available) {
    AtomicInteger calls = new AtomicInteger();
    EventBusListener breaking =
        new EventBusListener() {
          @Override
          public void onStoreAvailable(boolean now) {
            if (now == available && calls.getAndIncrement() == 0) {
              throw new OutOfMemoryError("no heap");
            }
          }
        };
    return new Publisher(
        EventBusConfig.defaults(),
        store,
        directory,
        EngineSettings.defaults(),
        time,
        Runnable::run,
        new StoreWatch(time, breaking),
        Durability.STORED);
  }

  @Test
  void anErrorWhileAFailureIsDealtWithHoldsUpNoEmit() {
    Publisher publisher = publisherWhoseListenerBreaksAt(false);
    store.onPublish = batch -> CompletableFuture.failedStage(new EventBusException("away"));

    PendingEvent first = publisher.submit(List.of(event("e1"))).get(0);
    store.onPublish = batch -> CompletableFuture.completedStage(FakeStore.acceptance(batch));
    PendingEvent second = publisher.submit(List.of(event("e2"))).get(0);

    assertThat(outcome(first)).isEqualTo(Outcome.UNKNOWN);
    assertThat(second).isCompleted();
  }

  @Test
  void anErrorWhileAnAnswerIsDealtWithHoldsUpNoEmit() {
    Publisher publisher = publisherWhoseListenerBreaksAt(true);
    store.onPublish = batch -> CompletableFuture.failedStage(new EventBusException("away"));
    PendingEvent first = publisher.submit(List.of(event("e1"))).get(0);
    store.onPublish = batch -> CompletableFuture.completedStage(FakeStore.acceptance(batch));

    time.advance(PAUSE);
    PendingEvent second = publisher.submit(List.of(event("e2"))).get(0);

    assertThat(outcome(first)).isEqualTo(Outcome.UNKNOWN);
    assertThat(second).isCompleted();
  }

  @Test
  void aStoreThatSaysNothingIsAwayLongBeforeTheEmitGivesUp() {
    hold();
    Publisher publisher = publisher();
    PendingEvent pending = publisher.submit(List.of(event("e1"))).get(0);

    time.advance(EMIT_TIMEOUT.dividedBy(4));

    assertThat(pending).isNotDone();
    assertThat(listener.heard).containsExactly("store available: false");
    accept(0);
    assertThat(pending).isCompleted();
    assertThat(listener.heard).containsExactly("store available: false", "store available: true");
  }
}
