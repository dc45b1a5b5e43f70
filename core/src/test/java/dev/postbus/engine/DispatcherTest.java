package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.postbus.Backoff;
import dev.postbus.EmitOptions;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusException;
import dev.postbus.EventQueue;
import dev.postbus.PermanentFailureException;
import dev.postbus.QueueSettings;
import dev.postbus.RetryAfterException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DispatcherTest {

  private final ManualTime time = new ManualTime();
  private final ManualExecutor executor = new ManualExecutor();
  private final RecordingListener listener = new RecordingListener();
  private final FakeStore store = new FakeStore();
  private final Delivery.Lease lease =
      new Delivery.Lease(new FakeConsumer("c1"), Duration.ofDays(1), time.nanoTime());
  private final HandlerRegistry registry = new HandlerRegistry();
  private final Settlements settlements = new Settlements(() -> {});
  private final DirectoryCache directory = new DirectoryCache(store);
  private final Map<EventQueue, QueueWorkers> workers = new EnumMap<>(EventQueue.class);
  private final EventBusConfig config =
      EventBusConfig.builder()
          .group("shop")
          .backoff(Backoff.fixed(Duration.ofSeconds(9)))
          .queue(EventQueue.LOW, QueueSettings.of(4, 2))
          .listener(listener)
          .build();
  private Dispatcher dispatcher;

  @BeforeEach
  void wire() {
    for (EventQueue queue : EventQueue.values()) {
      workers.put(queue, new QueueWorkers(queue, 4, executor, EngineSettings.defaults(), () -> {}));
    }
    MissingHandlers missing =
        new MissingHandlers(config, EngineSettings.defaults(), store, directory, settlements);
    dispatcher =
        new Dispatcher(
            config,
            TestRuns.CODEC,
            registry,
            directory,
            missing,
            settlements,
            time,
            workers,
            new TailTap("shop", store.broadcast(), new TailMessages(TestRuns.MAPPER), time));
    GroupDirectory bound =
        FakeStore.directory(
            "v1",
            "shop",
            FakeStore.bound(1, "mail", "order.*"),
            FakeStore.bound(2, "stock", "order.created"));
    directory.offer(bound);
    store.onDirectory = () -> CompletableFuture.completedStage(bound);
  }

  private static RegisteredHandler handler(
      String id, OptionalInt attempts, RegisteredHandler.Invocation invocation) {
    return new RegisteredHandler(
        id,
        List.of("order.*"),
        TestRuns.MAPPER.readerFor(Map.class),
        attempts,
        Optional.empty(),
        Optional.empty(),
        invocation);
  }

  private void register(String id, RegisteredHandler.Invocation invocation) {
    registry.add(List.of(handler(id, OptionalInt.empty(), invocation)));
  }

  private static RegisteredHandler.Invocation throwing(RuntimeException failure) {
    return (payload, context) -> {
      throw failure;
    };
  }

  private static Claim claim(String id, String state, Integer... handlers) {
    return new Claim(
        id,
        EventQueue.LOW,
        state,
        TestRuns.element("e-" + id, Map.of("id", id), List.of(handlers)));
  }

  private void dispatch(Claim... claims) {
    dispatcher.dispatch(List.of(claims), lease);
    executor.runAll();
  }

  /** Takes what was decided, as if the store had been told. */
  private List<Settlement> settled() {
    List<Settlements.Entry> taken = settlements.take();
    taken.forEach(entry -> entry.stored().run());
    return taken.stream().map(Settlements.Entry::settlement).toList();
  }

  private Settlement.Dead onlyDead() {
    List<Settlement> settled = settled();
    assertThat(settled).singleElement().isInstanceOf(Settlement.Dead.class);
    return (Settlement.Dead) settled.get(0);
  }

  @Test
  void aClaimIsToldForEachHandlerWithTheAttemptItIsFor() {
    register("mail", (payload, context) -> null);
    register("stock", (payload, context) -> null);

    dispatcher.dispatch(List.of(claim("d1", "", 1, 2)), lease);

    assertThat(listener.claimed)
        .containsExactlyInAnyOrder("claimed e-d1 mail 1", "claimed e-d1 stock 1");
    assertThat(listener.heard).isEmpty();
  }

  @Test
  void aHandlerThatEndsWellIsDoneAndItsListenerHearsOfItWhenTheStoreKnows() {
    register("mail", (payload, context) -> null);

    dispatch(claim("d1", "", 1));

    assertThat(listener.heard).containsExactly("started e-d1 mail 1");
    assertThat(settled()).containsExactly(new Settlement.Done("d1", 1));
    assertThat(listener.heard)
        .containsExactly("started e-d1 mail 1", "handled e-d1 mail 1 in PT0S");
    assertThat(dispatcher.running()).isEmpty();
  }

  @Test
  void aRunWhoseEndCouldNotBeToldIsHandledAgainAndHasUsedItsAttempt() {
    register("mail", (payload, context) -> null);
    dispatcher.dispatch(List.of(claim("d1", "1:1", 1)), lease);
    HandlerRun run = workers.get(EventQueue.LOW).takeWaiting(any -> true).get(0);

    dispatcher.untold(run);

    assertThat(settled())
        .containsExactly(new Settlement.Again("d1", 1, Duration.ofSeconds(1), 2, false));
  }

  @Test
  void handlersOfOneDeliveryAreSettledEachForItself() {
    register("mail", throwing(new IllegalStateException("no server")));
    register("stock", (payload, context) -> null);

    dispatch(claim("d1", "", 1, 2));

    assertThat(settled())
        .containsExactly(
            new Settlement.Again("d1", 1, Duration.ofSeconds(9), 1, false),
            new Settlement.Done("d1", 2));
    assertThat(listener.heard)
        .contains("retried e-d1 mail 1 in PT9S", "handled e-d1 stock 1 in PT0S");
  }

  @Test
  void anAttemptCountsOnFromTheOnesUsedUp() {
    register("mail", throwing(new IllegalStateException("no server")));

    dispatch(claim("d1", "1:1", 1));

    Settlement.Dead dead = onlyDead();
    assertThat(dead.attempts()).as("LOW has two").isEqualTo(2);
    assertThat(dead.handlerId()).isEqualTo("mail");
    assertThat(dead.eventId()).isEqualTo("e-d1");
    assertThat(dead.reason()).startsWith("java.lang.IllegalStateException: no server");
    assertThat(listener.heard).endsWith("dead e-d1 mail 2");
  }

  @Test
  void theAttemptsOfTheEmitWinOverTheHandlersWhichWinOverTheQueues() {
    StringBuilder seen = new StringBuilder();
    RegisteredHandler.Invocation noting =
        (payload, context) -> {
          seen.append(context.maxAttempts()).append(' ');
          return null;
        };
    registry.add(
        List.of(
            handler("mail", OptionalInt.of(6), noting),
            handler("stock", OptionalInt.empty(), noting)));
    byte[] envelope =
        TestRuns.CODEC.encode(
            "e2",
            "order.created",
            "shop",
            TestRuns.TIME,
            EmitOptions.builder().attempts(9).build(),
            Map.of());

    dispatch(
        claim("d1", "", 1, 2),
        new Claim("d2", EventQueue.HIGH, "", Elements.of(envelope, List.of(1, 2))),
        new Claim("d3", EventQueue.HIGH, "", TestRuns.element("e3", Map.of(), List.of(2))));

    assertThat(seen.toString().split(" ")).containsExactlyInAnyOrder("6", "2", "9", "9", "5");
  }

  @Test
  void aPermanentFailureEndsItAtOnce() {
    register("mail", throwing(new PermanentFailureException("unknown customer")));

    dispatch(claim("d1", "", 1));

    assertThat(onlyDead().attempts()).isEqualTo(1);
  }

  @Test
  void aHandlerMaySayWhenItWantsToBeCalledAgain() {
    register("mail", throwing(new RetryAfterException(Duration.ofMinutes(3))));

    dispatch(claim("d1", "", 1));

    assertThat(settled())
        .containsExactly(new Settlement.Again("d1", 1, Duration.ofMinutes(3), 1, false));
  }

  @Test
  void theHandlersBackoffWinsOverTheBuses() {
    registry.add(
        List.of(
            new RegisteredHandler(
                "mail",
                List.of("order.*"),
                TestRuns.MAPPER.readerFor(Map.class),
                OptionalInt.empty(),
                Optional.of(Backoff.none()),
                Optional.empty(),
                throwing(new IllegalStateException("no server")))));

    dispatch(claim("d1", "", 1));

    assertThat(settled()).containsExactly(new Settlement.Again("d1", 1, Duration.ZERO, 1, false));
  }

  static final class Unspeakable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new UnsupportedOperationException("no message");
    }
  }

  @Test
  void aFailureThatCannotBeToldIsSettledAllTheSame() {
    register("mail", throwing(new Unspeakable()));

    dispatch(claim("d1", "", 1), claim("d2", "1:1", 1));

    List<Settlement> settled = settled();
    assertThat(settled).hasSize(2);
    assertThat(settled.get(0)).isInstanceOf(Settlement.Again.class);
    assertThat(((Settlement.Dead) settled.get(1)).reason()).contains(Unspeakable.class.getName());
  }

  @Test
  void aDeliveryWhoseAttemptsWentInCrashesIsADeadLetterThatSaysSo() {
    register("mail", (payload, context) -> fail("ran"));

    dispatch(claim("d1", "1:1~1", 1));

    Settlement.Dead dead = onlyDead();
    assertThat(dead.attempts()).isEqualTo(2);
    assertThat(dead.reason())
        .isEqualTo("the process died while the handler ran; none of its 2 attempts is left");
  }

  @Test
  void aRetryThatComesAfterTheLimitWasLoweredIsADeadLetterThatBlamesNoCrash() {
    register("mail", (payload, context) -> fail("ran"));

    dispatch(claim("d1", "1:4", 1));

    Settlement.Dead dead = onlyDead();
    assertThat(dead.attempts()).isEqualTo(4);
    assertThat(dead.reason())
        .isEqualTo("4 attempts were made and it has 2 now; none of them is left");
  }

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
    time.advance(alone);
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
