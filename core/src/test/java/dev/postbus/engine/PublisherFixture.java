package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.postbus.Durability;
import dev.postbus.EmitException;
import dev.postbus.EmitException.Outcome;
import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/** A publisher with everything around it, on a store that a test plays. */
abstract class PublisherFixture {

  static final Duration EMIT_TIMEOUT = Duration.ofSeconds(20);
  static final Duration PAUSE = Duration.ofMillis(100);

  final ManualTime time = new ManualTime();
  final FakeStore store = new FakeStore();
  final DirectoryCache directory = new DirectoryCache(store);
  final RecordingListener listener = new RecordingListener();
  final List<CompletableFuture<PublishReply>> answers = new CopyOnWriteArrayList<>();

  Publisher publisher(Executor executor, int maxBatchBytes, int maxPendingBytes) {
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
            EMIT_TIMEOUT,
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

  Publisher publisher() {
    return publisher(Runnable::run, 1 << 20, 16 << 20);
  }

  /** From now on the store answers only when the test completes one of the answers. */
  void hold() {
    store.onPublish =
        batch -> {
          CompletableFuture<PublishReply> answer = new CompletableFuture<>();
          answers.add(answer);
          return answer;
        };
  }

  void accept(int index) {
    answers.get(index).complete(FakeStore.acceptance(store.published.get(index)));
  }

  static OutgoingEvent event(String id, int bytes) {
    return new OutgoingEvent(
        id, false, "order.created", EventQueue.DEFAULT, Duration.ZERO, new byte[bytes], List.of());
  }

  static OutgoingEvent event(String id) {
    return event(id, 100);
  }

  static List<OutgoingEvent> events(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> event("e" + i)).toList();
  }

  List<List<String>> batches() {
    return store.published.stream()
        .map(batch -> batch.events().stream().map(OutgoingEvent::eventId).toList())
        .toList();
  }

  static List<String> ids(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> "e" + i).toList();
  }

  static EmitException failureOf(PendingEvent pending) {
    assertThat(pending).isCompletedExceptionally();
    return (EmitException)
        catchThrowableOfType(CompletionException.class, pending::join).getCause();
  }

  static Outcome outcome(PendingEvent pending) {
    return failureOf(pending).outcomes().get(pending.event.eventId());
  }
}
