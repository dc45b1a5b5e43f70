package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import dev.postbus.BaseEvent;
import dev.postbus.Durability;
import dev.postbus.EmitException;
import dev.postbus.EmitException.Outcome;
import dev.postbus.EmitOptions;
import dev.postbus.EmitReceipt;
import dev.postbus.EventBusConfig;
import dev.postbus.EventMetadata;
import dev.postbus.EventPriority;
import dev.postbus.EventQueue;
import dev.postbus.EventRoutes;
import dev.postbus.EventType;
import dev.postbus.logging.CapturedLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EmitterTest {

  @EventType("order.created")
  record Created(String id) implements BaseEvent {}

  @EventType("order.paid")
  record Paid(String id) implements BaseEvent {}

  private final ManualTime time = new ManualTime();
  private final FakeStore store = new FakeStore();
  private final RecordingListener listener = new RecordingListener();
  private final ManualExecutor callbacks = new ManualExecutor();
  private final EventBusConfig config =
      EventBusConfig.builder()
          .group("shop")
          .maxPayloadBytes(40)
          .routes(EventRoutes.builder().route("bulk.*", EventQueue.LOW).build())
          .listener(listener)
          .build();
  private final Emitter emitter =
      new Emitter(
          config,
          new EnvelopeCodec(TestRuns.MAPPER, config.maxPayloadBytes()),
          new Publishers(
              durability ->
                  new Publisher(
                      config,
                      store,
                      new DirectoryCache(store),
                      EngineSettings.defaults(),
                      time,
                      Runnable::run,
                      new StoreWatch(time, listener),
                      durability)),
          time,
          callbacks,
          new FlowCounts("shop", store, time, Runnable::run));

  private EmitReceipt emit(String event, EmitOptions options) {
    return emitter.emit(event, Map.of("id", 1), options);
  }

  private OutgoingEvent sent(int index) {
    return store.published.stream().flatMap(batch -> batch.events().stream()).toList().get(index);
  }

  private static EmitOptions id(String eventId) {
    return EmitOptions.builder().eventId(eventId).build();
  }

  @Test
  void aReceiptTellsWhatTheStoreSaid() {
    EmitReceipt receipt = emit("order.created", EmitOptions.none());

    assertThat(receipt.eventId()).hasSize(22).isEqualTo(sent(0).eventId());
    assertThat(receipt.groups()).isEqualTo(1);
    assertThat(receipt.duplicate()).isFalse();
    assertThat(sent(0).callerId()).isFalse();
  }

  @Test
  void anIdOfTheCallerIsKeptAndADuplicateTold() {
    store.onPublish =
        batch ->
            CompletableFuture.completedStage(
                new PublishReply.Accepted(
                    List.of(new PublishReply.Result(PublishReply.Kind.DUPLICATE, 3))));

    EmitReceipt receipt = emit("order.created", id("order-1"));

    assertThat(receipt.eventId()).isEqualTo("order-1");
    assertThat(receipt.groups()).isEqualTo(3);
    assertThat(receipt.duplicate()).isTrue();
    assertThat(sent(0).callerId()).isTrue();
    assertThat(listener.heard).containsExactly("duplicate order-1");
  }

  @Test
  void anEventThatIsStoredButNotConfirmedSaysSoAndIsToldAsEmitted() {
    store.onPublish =
        batch ->
            CompletableFuture.completedStage(
                new PublishReply.Unconfirmed(
                    ((PublishReply.Accepted) FakeStore.acceptance(batch)).results(),
                    "1 of 2 replicas have it"));
    EmitOptions options =
        EmitOptions.builder().eventId("e1").durability(Durability.REPLICATED).build();

    assertThatExceptionOfType(EmitException.class)
        .isThrownBy(() -> emit("order.created", options))
        .withMessage("emit of \"order.created\" failed (e1 UNCONFIRMED): 1 of 2 replicas have it");
    assertThatExceptionOfType(EmitException.class)
        .isThrownBy(
            () ->
                emitter.emitAll(
                    "order.created",
                    List.of(Map.of("id", 1), Map.of("id", 2)),
                    EmitOptions.builder().durability(Durability.REPLICATED).build()))
        .withMessageContaining("2 of 2 are stored")
        .satisfies(
            failure ->
                assertThat(failure.outcomes().values())
                    .containsExactly(Outcome.UNCONFIRMED, Outcome.UNCONFIRMED));

    assertThat(listener.heard).hasSize(3).first().isEqualTo("emitted e1 to 1");
  }

  @Test
  void whatNeedNotWaitForReplicasDoesNotWaitBehindWhatDoes() {
    store.onPublish =
        batch ->
            batch.durability() == Durability.STORED
                ? FakeStore.accepted(batch)
                : new CompletableFuture<>();
    emitter.emitAsync(
        "order.created",
        Map.of("id", 1),
        EmitOptions.builder().durability(Durability.SYNCED).build());

    assertThat(emit("order.created", EmitOptions.none()).groups()).isEqualTo(1);

    assertThat(store.published)
        .extracting(PublishBatch::durability)
        .containsExactly(Durability.SYNCED, Durability.STORED);
  }

  @Test
  void thePriorityWinsOverTheRouteWhichWinsOverTheDefault() {
    emit("bulk.mail", EmitOptions.builder().priority(EventPriority.HIGH).build());
    emit("bulk.mail", EmitOptions.none());
    emit("order.created", EmitOptions.none());

    assertThat(List.of(sent(0).queue(), sent(1).queue(), sent(2).queue()))
        .containsExactly(EventQueue.HIGH, EventQueue.LOW, EventQueue.DEFAULT);
  }

  @Test
  void theListenerSeesTheEventAsItsHandlersWill() {
    EmitOptions options =
        EmitOptions.builder().correlationId("c1").header("tenant", "eu").eventId("e1").build();
    store.onPublish =
        batch -> {
          time.advance(Duration.ofSeconds(2));
          return FakeStore.accepted(batch);
        };

    emit("order.created", options);

    EventMetadata heard = listener.events.get(0);
    EventMetadata handled =
        TestRuns.CODEC
            .decode(Elements.of(sent(0).envelope(), List.of(1)), time.now())
            .metadata(EventQueue.DEFAULT);
    assertThat(listener.heard).containsExactly("emitted e1 to 1");
    assertThat(heard.timestamp()).isEqualTo(handled.timestamp());
    assertThat(heard.source()).isEqualTo(handled.source()).isEqualTo("shop");
    assertThat(heard.event()).isEqualTo(handled.event());
    assertThat(heard.queue()).isEqualTo(handled.queue());
    assertThat(heard.correlationId()).isEqualTo(handled.correlationId()).hasValue("c1");
    assertThat(heard.headers()).isEqualTo(handled.headers()).containsOnly(entry("tenant", "eu"));
  }

  @Test
  void anEventThatNobodyTakesIsToldOncePerName() {
    store.onPublish =
        batch ->
            CompletableFuture.completedStage(
                new PublishReply.Accepted(
                    List.of(new PublishReply.Result(PublishReply.Kind.STORED, 0))));

    try (CapturedLog log = CapturedLog.of(Receipts.class)) {
      assertThat(emit("order.created", EmitOptions.none()).groups()).isZero();
      emit("order.created", EmitOptions.none());
      emit("order.paid", EmitOptions.none());

      assertThat(log.lines())
          .containsExactly(
              "WARN No group is bound to \"order.created\": its events wait, at most 10000, for"
                  + " the first group that subscribes",
              "WARN No group is bound to \"order.paid\": its events wait, at most 10000, for the"
                  + " first group that subscribes");
    }
  }

  @Test
  void misuseThrowsAtTheCallAndNothingIsSent() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> emit("order created", EmitOptions.none()))
        .withMessageStartingWith("event name \"order created\" is not valid");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> emit("order.created", null))
        .withMessage("options is null; use EmitOptions.none()");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> emitter.emit("order.created", null, EmitOptions.none()))
        .withMessage("payload of \"order.created\" is null; emit a record, even an empty one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> emitter.emit("a", EmitOptions.none(), EmitOptions.none()))
        .withMessage(
            "the payload of \"a\" is an EmitOptions; the options come third: emit(event, payload,"
                + " options)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> emitter.emitAsync("a", EmitOptions.none(), EmitOptions.none()))
        .withMessageStartingWith("the payload of \"a\" is an EmitOptions");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> emitter.emitAsync("a", null, EmitOptions.none()))
        .withMessageStartingWith("payload of \"a\" is null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> emitter.emit("a", "x".repeat(40), EmitOptions.none()))
        .withMessage(
            "payload of \"a\" is larger than 40 bytes; raise maxPayloadBytes, or store the bulk"
                + " elsewhere and emit a reference");

    assertThat(store.published).isEmpty();
    assertThat(listener.heard).isEmpty();
  }

  @Test
  void misuseAnywhereInAListThrowsBeforeAnythingIsSent() {
    EmitOptions none = EmitOptions.none();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> emitter.emitAll("a", null, none))
        .withMessage("payloads is null; give a list, which may be empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> emitter.emitAll("a", Arrays.asList(1, null), none))
        .withMessageStartingWith("payload of \"a\" is null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> emitter.emitAll("a", List.of(1, EmitOptions.none()), none))
        .withMessageStartingWith("the payload of \"a\" is an EmitOptions");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> emitter.emitAll("a", List.of(1), null))
        .withMessage("options is null; use EmitOptions.none()");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> emitter.emitAll("a b", List.of(), none))
        .withMessageStartingWith("event name \"a b\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> emitter.emitAll("a", List.of(), id("e1")))
        .withMessage(
            "emitAll with eventId \"e1\": one id cannot stand for several events; emit them one by"
                + " one");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> emitter.emitAll(List.of(new Created("1"), new Paid("x".repeat(40))), none))
        .withMessageStartingWith("payload of \"order.paid\" is larger than 40 bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> emitter.emitAll(Arrays.asList(new Created("1"), null), none))
        .withMessage("payload is null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> emitter.emitAll(List.of(new Created("1")), id("e1")))
        .withMessageStartingWith("emitAll with eventId \"e1\"");

    assertThat(store.published).isEmpty();
  }

  @Test
  void aListTravelsTogetherAndInOrder() {
    List<EmitReceipt> receipts = emitter.emitAll("a", List.of(1, 2, 3), EmitOptions.none());

    assertThat(store.published).hasSize(1);
    assertThat(receipts)
        .extracting(EmitReceipt::eventId)
        .containsExactly(sent(0).eventId(), sent(1).eventId(), sent(2).eventId());
    assertThat(new String(sent(1).envelope(), StandardCharsets.UTF_8)).endsWith("\"data\":2}");
    assertThat(emitter.emitAll("a", List.of(), EmitOptions.none())).isEmpty();
  }

  @Test
  void aListOfSeveralNamesTravelsTogetherToo() {
    List<EmitReceipt> receipts =
        emitter.emitAll(
            List.of(new Created("1"), new Paid("2"), new Created("3")), EmitOptions.none());

    assertThat(receipts).hasSize(3);
    assertThat(store.published).hasSize(1);
    assertThat(store.published.get(0).events())
        .extracting(OutgoingEvent::event)
        .containsExactly("order.created", "order.paid", "order.created");
  }

  private static PublishReply.Accepted storedButTheSecond() {
    return new PublishReply.Accepted(
        List.of(
            new PublishReply.Result(PublishReply.Kind.STORED, 1),
            new PublishReply.Result(PublishReply.Kind.UNCLAIMED_FULL, 0),
            new PublishReply.Result(PublishReply.Kind.STORED, 1)));
  }

  @Test
  void aListThatFailsInPartSaysWhatBecameOfEachAndTheListenerHearsOfTheStored() {
    store.onPublish = batch -> CompletableFuture.completedStage(storedButTheSecond());

    EmitException failure =
        catchThrowableOfType(
            EmitException.class,
            () ->
                emitter.emitAll(
                    List.of(new Created("1"), new Paid("2"), new Created("3")),
                    EmitOptions.none()));

    assertThat(failure.outcomes())
        .containsExactly(
            entry(sent(0).eventId(), Outcome.STORED),
            entry(sent(1).eventId(), Outcome.NOT_STORED),
            entry(sent(2).eventId(), Outcome.STORED));
    assertThat(failure)
        .hasMessageStartingWith("emit of \"order.paid\" failed (")
        .hasMessageContaining("2 of 3 are stored: ");
    assertThat(listener.heard)
        .containsExactly(
            "emitted %s to 1".formatted(sent(0).eventId()),
            "emitted %s to 1".formatted(sent(2).eventId()));
  }

  @Test
  void aFailureReachesTheCallerAsItIs() {
    store.onPublish =
        batch -> CompletableFuture.failedStage(new NotStoredException("full", new Error()));

    EmitException failure =
        catchThrowableOfType(EmitException.class, () -> emit("order.created", id("e1")));

    assertThat(failure.outcomes()).containsExactly(entry("e1", Outcome.NOT_STORED));
    assertThat(listener.heard).isEmpty();
  }

  @Test
  void anAsynchronousEmitCompletesOnTheCallbacksThreadAndNotOnTheStores() {
    CompletableFuture<PublishReply> answer = new CompletableFuture<>();
    store.onPublish = batch -> answer;

    CompletionStage<EmitReceipt> stage =
        emitter.emitAsync("order.created", Map.of(), EmitOptions.none());
    answer.complete(FakeStore.acceptance(store.published.get(0)));

    assertThat(stage.toCompletableFuture()).isNotDone();
    callbacks.runAll();
    assertThat(stage.toCompletableFuture().join().groups()).isEqualTo(1);
    assertThat(listener.heard).hasSize(1);
  }

  @Test
  void anAsynchronousEmitFailsWithAnEmitException() {
    store.onPublish =
        batch -> CompletableFuture.failedStage(new NotStoredException("full", new Error()));

    CompletableFuture<EmitReceipt> stage =
        emitter.emitAsync("order.created", Map.of(), id("e1")).toCompletableFuture();
    callbacks.runAll();

    CompletionException failure = catchThrowableOfType(CompletionException.class, stage::join);
    assertThat(failure.getCause()).isInstanceOf(EmitException.class);
  }

  @Test
  void anInterruptLeavesTheOutcomeUnknown() {
    store.onPublish = batch -> new CompletableFuture<>();

    Thread.currentThread().interrupt();
    EmitException one =
        catchThrowableOfType(EmitException.class, () -> emit("order.created", id("e1")));
    assertThat(Thread.interrupted()).isTrue();
    Thread.currentThread().interrupt();
    EmitException several =
        catchThrowableOfType(
            EmitException.class, () -> emitter.emitAll("a", List.of(1, 2), EmitOptions.none()));
    assertThat(Thread.interrupted()).isTrue();

    assertThat(one.outcomes()).containsExactly(entry("e1", Outcome.UNKNOWN));
    assertThat(one)
        .hasMessageEndingWith("the thread was interrupted before the store had answered");
    assertThat(several.outcomes().values()).containsExactly(Outcome.UNKNOWN, Outcome.UNKNOWN);
    assertThat(several)
        .hasMessageEndingWith(
            "0 of 2 are stored: the thread was interrupted before the store had answered");
  }
}
