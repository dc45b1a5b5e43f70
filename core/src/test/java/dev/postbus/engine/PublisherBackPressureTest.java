package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.postbus.Durability;
import dev.postbus.EmitException;
import dev.postbus.EmitException.Outcome;
import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits for the store is bounded, with many emitters too. */
@Timeout(60)
class PublisherBackPressureTest {

  private static final int EVENT = 100;
  private static final int MAX_BATCH = 1_000;
  private static final int MAX_PENDING = 2_000;

  private final EngineTime time = EngineTime.system("timer-under-test");
  private final FakeStore store = new FakeStore();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    threads.shutdownNow();
    time.close();
  }

  private Publisher publisher(Duration emitTimeout) {
    return publisher(emitTimeout, time);
  }

  private Publisher publisher(Duration emitTimeout, EngineTime time) {
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
            MAX_BATCH,
            MAX_PENDING,
            emitTimeout,
            defaults.loopLateAfter());
    return new Publisher(
        EventBusConfig.defaults(),
        store,
        new DirectoryCache(store),
        settings,
        time,
        threads,
        new StoreWatch(time, new RecordingListener()),
        Durability.STORED);
  }

  private static List<OutgoingEvent> events(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new OutgoingEvent(
                    prefix + "-" + i,
                    false,
                    "order.created",
                    EventQueue.DEFAULT,
                    Duration.ZERO,
                    new byte[EVENT],
                    List.of()))
        .toList();
  }

  private static Outcome outcome(PendingEvent pending) {
    CompletionException failure = catchThrowableOfType(CompletionException.class, pending::join);
    return ((EmitException) failure.getCause()).outcomes().values().iterator().next();
  }

  @Test
  void emittersWaitWhileTooMuchIsInLineAndGoOnWhenThereIsRoom() throws Exception {
    CompletableFuture<Void> back = new CompletableFuture<>();
    store.onPublish = batch -> back.thenApply(ignored -> FakeStore.acceptance(batch));
    Publisher publisher = publisher(Duration.ofSeconds(40));
    AtomicInteger taken = new AtomicInteger();
    List<Thread> emitters = new ArrayList<>();
    List<PendingEvent> pending = new CopyOnWriteArrayList<>();
    for (int t = 0; t < 10; t++) {
      List<OutgoingEvent> events = events("t" + t, 100);
      Thread emitter =
          new Thread(
              () ->
                  events.forEach(
                      event -> {
                        pending.addAll(publisher.submit(List.of(event)));
                        taken.incrementAndGet();
                      }));
      emitter.setDaemon(true);
      emitters.add(emitter);
      emitter.start();
    }

    await()
        .until(
            () ->
                emitters.stream()
                    .allMatch(emitter -> emitter.getState() == Thread.State.TIMED_WAITING));

    assertThat(taken.get() * EVENT).isBetween(MAX_PENDING, MAX_PENDING + MAX_BATCH);

    back.complete(null);
    for (Thread emitter : emitters) {
      emitter.join();
    }
    await().until(() -> pending.size() == 1_000 && pending.stream().allMatch(PendingEvent::isDone));
    assertThat(pending).noneMatch(PendingEvent::isCompletedExceptionally);
  }

  @Test
  void everythingArrivesOnceAndInTheOrderOfItsEmitterWhileOneBatchAtATimeIsUnderWay()
      throws Exception {
    Map<String, List<String>> arrived = Collections.synchronizedMap(new HashMap<>());
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicLong lastSequence = new AtomicLong();
    store.onPublish =
        batch -> {
          most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
          assertThat(batch.sequence()).isEqualTo(lastSequence.incrementAndGet());
          batch
              .events()
              .forEach(
                  event ->
                      arrived
                          .computeIfAbsent(
                              event.eventId().split("-")[0], emitter -> new ArrayList<>())
                          .add(event.eventId()));
          return answeredElsewhere(batch, underWay);
        };
    Publisher publisher = publisher(Duration.ofSeconds(40));
    List<Future<List<PendingEvent>>> emitters = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      List<OutgoingEvent> events = events("t" + t, 500);
      emitters.add(
          threads.submit(
              () -> {
                List<PendingEvent> pending = new ArrayList<>();
                for (int from = 0; from < events.size(); from += 50) {
                  pending.addAll(publisher.submit(events.subList(from, from + 50)));
                }
                return pending;
              }));
    }

    for (int t = 0; t < 8; t++) {
      for (PendingEvent pending : emitters.get(t).get()) {
        pending.get();
      }
      assertThat(arrived.get("t" + t))
          .isEqualTo(events("t" + t, 500).stream().map(OutgoingEvent::eventId).toList());
    }
    assertThat(most).hasValue(1);
  }

  private CompletionStage<PublishReply> answeredElsewhere(
      PublishBatch batch, AtomicInteger underWay) {
    CompletableFuture<PublishReply> answer = new CompletableFuture<>();
    threads.execute(
        () -> {
          underWay.decrementAndGet();
          answer.complete(FakeStore.acceptance(batch));
        });
    return answer;
  }

  @Test
  void aListLargerThanTheLineGoesThroughInParts() throws Exception {
    store.onPublish = batch -> answeredElsewhere(batch, new AtomicInteger());

    List<PendingEvent> pending = publisher(Duration.ofSeconds(40)).submit(events("t", 1_000));

    assertThat(pending).hasSize(1_000);
    for (PendingEvent one : pending) {
      one.get();
    }
    assertThat(store.published).allMatch(batch -> batch.events().size() <= MAX_BATCH / EVENT);
  }

  @Test
  void whoFindsNoRoomInTimeIsToldThatNothingIsStored() {
    store.onPublish = batch -> new CompletableFuture<>();
    // What is overdue makes room, which here it does not before it is told to.
    ManualTime still = new ManualTime();
    Duration patience = Duration.ofMillis(40);
    Publisher publisher = publisher(patience, still);

    List<PendingEvent> pending = publisher.submit(events("t", 60));

    assertThat(pending).hasSize(60);
    PendingEvent last = pending.get(59);
    assertThat(outcome(last)).isEqualTo(Outcome.NOT_STORED);
    await()
        .until(
            () -> {
              // Again and again: who looked, on another thread, before the clock had moved comes
              // back later.
              still.advance(patience);
              return pending.stream().allMatch(PendingEvent::isDone);
            });
    assertThat(outcome(pending.get(0))).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void anInterruptEndsTheWaitForRoom() {
    store.onPublish = batch -> new CompletableFuture<>();
    Publisher publisher = publisher(Duration.ofSeconds(40));
    publisher.submit(events("first", 1));
    publisher.submit(events("fill", MAX_PENDING / EVENT));

    Thread.currentThread().interrupt();
    PendingEvent rejected = publisher.submit(events("t", 1)).get(0);

    assertThat(Thread.interrupted()).isTrue();
    CompletionException failure = catchThrowableOfType(CompletionException.class, rejected::join);
    assertThat(failure.getCause())
        .hasMessageEndingWith("the thread was interrupted while it waited for room");
  }

  @Test
  void closingFreesWhoWaitsForRoom() throws Exception {
    store.onPublish = batch -> new CompletableFuture<>();
    Publisher publisher = publisher(Duration.ofSeconds(40));
    publisher.submit(events("first", 1));
    publisher.submit(events("fill", MAX_PENDING / EVENT));
    Future<List<PendingEvent>> waiting = threads.submit(() -> publisher.submit(events("t", 1)));

    publisher.close();

    assertThat(outcome(waiting.get().get(0))).isEqualTo(Outcome.NOT_STORED);
  }
}
