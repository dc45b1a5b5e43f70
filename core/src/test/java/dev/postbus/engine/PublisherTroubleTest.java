package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.Durability;
import dev.postbus.EmitException.Outcome;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusException;
import dev.postbus.EventBusListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The publisher while the store refuses, fails, throws or says nothing. */
@Timeout(30)
class PublisherTroubleTest extends PublisherFixture {

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
  void anAnswerForAnotherNumberOfEventsIsNoAnswer() {
    store.onPublish =
        batch -> CompletableFuture.completedStage(new PublishReply.Accepted(List.of()));
    PendingEvent pending = publisher().submit(events(1, 1)).get(0);

    time.advance(EMIT_TIMEOUT);

    assertThat(outcome(pending)).isEqualTo(Outcome.UNKNOWN);
    assertThat(failureOf(pending))
        .hasMessageEndingWith("the store answered 0 results for 1 events");
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
