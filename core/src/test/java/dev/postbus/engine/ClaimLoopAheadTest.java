package dev.postbus.engine;

import static dev.postbus.engine.LoopFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventBusException;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In a backlog the next exchange is under way while claims are dispatched. */
@Timeout(60)
class ClaimLoopAheadTest {

  private static final int MANY = 200;
  private static final Duration HOLD = EngineSettings.defaults().prefetchHold();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch release = new CountDownLatch(1);
  private LoopFixture bus = new LoopFixture(Runnable::run);

  @AfterEach
  void end() {
    release.countDown();
    bus.close();
    threads.shutdownNow();
  }

  private static Claim[] many(String prefix) {
    return IntStream.range(0, MANY)
        .mapToObj(i -> LoopFixture.claim(prefix + i, EventQueue.LOW))
        .toArray(Claim[]::new);
  }

  private static Claim[] withSuspect(Claim... claims) {
    claims[MANY / 2] = TestRuns.claim("suspect", EventQueue.LOW, "~", Map.of());
    return claims;
  }

  /** One quick run, after which much is prefetched; then what a test says, once. */
  private void start(Function<ExchangeRequest, CompletionStage<ExchangeReply>> then) {
    Function<ExchangeRequest, CompletionStage<ExchangeReply>> answer =
        request ->
            request.requestId() == 1
                ? CompletableFuture.completedStage(
                    LoopFixture.more(EventQueue.LOW, LoopFixture.claim("quick", EventQueue.LOW)))
                : then.apply(request);
    bus.prepare =
        consumer -> {
          if (bus.consumers.size() == 1) {
            consumer.onExchange = answer;
          }
        };
    bus.loop.start();
  }

  /** The second exchange brings these in a backlog, the third is answered by the test. */
  private void startWith(CompletionStage<ExchangeReply> third, Claim... second) {
    start(
        request ->
            request.requestId() == 2
                ? CompletableFuture.completedStage(LoopFixture.more(EventQueue.LOW, second))
                : request.requestId() == 3
                    ? third
                    : CompletableFuture.completedStage(FakeConsumer.NOTHING));
  }

  private List<Integer> exchangesSeenByHandlers() {
    List<Integer> seen = new CopyOnWriteArrayList<>();
    bus.handler(
        (payload, context) -> {
          seen.add(bus.consumers.get(0).exchanges.size());
          return null;
        });
    return seen;
  }

  @Test
  void theNextExchangeBeginsBeforeManyClaimsAreDispatched() {
    List<Integer> seen = exchangesSeenByHandlers();

    startWith(CompletableFuture.completedStage(FakeConsumer.NOTHING), many("d"));

    eventually().until(() -> seen.size() == 1 + MANY);
    assertThat(seen.subList(1, 1 + MANY)).containsOnly(3);
    ExchangeRequest second = bus.consumer(1).exchanges.get(1);
    ExchangeRequest ahead = bus.consumer(1).exchanges.get(2);
    int limit = EngineSettings.defaults().maxPrefetch();
    assertThat(second.wanted()).containsEntry(EventQueue.LOW, 5 + limit / 2);
    assertThat(ahead.wanted()).containsEntry(EventQueue.LOW, limit / 2);
    eventually().until(() -> bus.told().size() == 1 + MANY);
  }

  @Test
  void fewClaimsAreDispatchedFirst() {
    List<Integer> seen = exchangesSeenByHandlers();

    startWith(
        CompletableFuture.completedStage(FakeConsumer.NOTHING),
        LoopFixture.claim("d1", EventQueue.LOW));

    eventually().until(() -> seen.size() == 2);
    assertThat(seen).containsExactly(1, 2);
  }

  @Test
  void aSuspectIsDispatchedBeforeAnotherCanBeAskedFor() {
    List<Integer> seen = exchangesSeenByHandlers();

    startWith(CompletableFuture.completedStage(FakeConsumer.NOTHING), withSuspect(many("d")));

    eventually().until(() -> seen.size() == 1 + MANY);
    assertThat(seen.subList(1, 1 + MANY)).containsOnly(2);
  }

  @Test
  void whatIsLateInLineGoesBackBeforeMoreIsClaimed() throws Exception {
    bus = new LoopFixture(new OneRun(threads));
    int slots = bus.config.queue(EventQueue.LOW).concurrency();
    CountDownLatch entered = new CountDownLatch(slots);
    bus.handler(
        (payload, context) -> {
          if (!context.metadata().eventId().equals("e-quick")) {
            entered.countDown();
            release.await();
          }
          return null;
        });
    List<Claim> running = new ArrayList<>();
    IntStream.range(0, slots + 1)
        .forEach(i -> running.add(LoopFixture.claim("slow-" + i, EventQueue.LOW)));
    CompletableFuture<ExchangeReply> third = new CompletableFuture<>();
    startWith(third, running.toArray(Claim[]::new));
    entered.await();
    eventually().until(() -> bus.consumer(1).exchanges.size() == 3);
    bus.time.advance(HOLD.plusMillis(1));

    third.complete(LoopFixture.more(EventQueue.LOW, many("next-")));

    eventually().until(() -> bus.consumer(1).exchanges.size() >= 4);
    List<Settlement> back = bus.consumer(1).exchanges.get(3).settlements();
    assertThat(back).as("all of the line, the last first").hasSize(MANY + 1);
    assertThat(back.get(0)).isEqualTo(new Settlement.Release("next-" + (MANY - 1)));
    assertThat(back.get(MANY)).isEqualTo(new Settlement.Release("slow-" + slots));
  }

  @Test
  void whatComesAfterTheStopIsHandedBack() throws Exception {
    bus = new LoopFixture(new OneRun(command -> {}));
    bus.handler((payload, context) -> null);
    CompletableFuture<ExchangeReply> third = new CompletableFuture<>();
    startWith(third, many("d"));
    eventually().until(() -> bus.consumer(1).exchanges.size() == 3);

    Future<Boolean> finished = threads.submit(() -> bus.loop.stop(Duration.ofSeconds(50)));
    eventually().until(() -> LoopFixture.isIn("stop", name -> true));
    third.complete(LoopFixture.more(EventQueue.LOW, many("next-")));

    assertThat(finished.get()).isTrue();
    assertThat(bus.told()).hasSize(1 + 2 * MANY);
    assertThat(bus.told().subList(1, 1 + 2 * MANY))
        .startsWith(new Settlement.Release("next-" + (MANY - 1)))
        .endsWith(new Settlement.Release("d0"));
    assertThat(bus.consumer(1).closes).hasValue(1);
  }

  @Test
  void aPauseIsHeededBeforeMoreIsAskedFor() {
    bus = new LoopFixture(new OneRun(command -> {}));
    bus.handler((payload, context) -> null);
    ExchangeReply paused =
        new ExchangeReply(
            List.of(many("d")),
            Set.of(EventQueue.LOW),
            Optional.empty(),
            Set.of(EventQueue.LOW),
            0);

    start(
        request ->
            CompletableFuture.completedStage(
                request.requestId() == 2 ? paused : FakeConsumer.NOTHING));

    eventually().until(() -> bus.told().size() == 1 + MANY);
    assertThat(bus.consumer(1).exchanges.get(2).settlements())
        .as("all of it goes back")
        .hasSize(MANY)
        .allSatisfy(settlement -> assertThat(settlement).isInstanceOf(Settlement.Release.class));
  }

  @Test
  void aLeaseThatIsKnownToBeLostAsksForNothing() {
    List<Integer> seen = exchangesSeenByHandlers();
    CompletableFuture<ExchangeReply> second = new CompletableFuture<>();
    start(request -> second);
    eventually().until(() -> bus.consumer(1).exchanges.size() == 2);

    bus.sessions.current().lose();
    second.complete(LoopFixture.more(EventQueue.LOW, many("d")));

    eventually().until(() -> bus.consumers.size() == 2);
    assertThat(bus.consumer(1).exchanges).hasSize(2);
    assertThat(seen).containsExactly(1);
  }

  @Test
  void claimsAreDispatchedAlsoWhenTheNextExchangeCannotBegin() {
    List<Integer> seen = exchangesSeenByHandlers();
    List<String> refusals = new CopyOnWriteArrayList<>();
    // With the second reply LOW promises nothing more, so it is armed before the third exchange.
    ExchangeReply second =
        new ExchangeReply(
            List.of(many("d")), Set.of(EventQueue.HIGH), Optional.empty(), Set.of(), 0);
    start(
        request -> {
          if (request.requestId() == 2) {
            bus.consumer(1).onArm =
                queue -> {
                  if (queue == EventQueue.LOW && refusals.isEmpty()) {
                    refusals.add(
                        "after %d exchanges and %d runs"
                            .formatted(bus.consumer(1).exchanges.size(), seen.size()));
                    throw new EventBusException("no connection");
                  }
                };
          }
          return CompletableFuture.completedStage(
              request.requestId() == 2 ? second : FakeConsumer.NOTHING);
        });

    eventually().until(() -> seen.size() == 1 + MANY);
    assertThat(refusals).containsExactly("after 2 exchanges and 1 runs");
    assertThat(bus.consumers).hasSize(1);
  }

  @Test
  void nothingIsClaimedWhileNotAllThatIsDecidedFitsIntoAnExchange() {
    bus = new LoopFixture(new OneRun(command -> {}));
    bus.handler((payload, context) -> null);
    Claim[] longLine =
        IntStream.range(0, 1_100)
            .mapToObj(i -> LoopFixture.claim("d" + i, EventQueue.LOW))
            .toArray(Claim[]::new);
    CompletableFuture<ExchangeReply> third = new CompletableFuture<>();
    start(
        request ->
            switch ((int) request.requestId()) {
              case 2 -> CompletableFuture.completedStage(FakeConsumer.claims(List.of(longLine)));
              case 3 -> third;
              default -> CompletableFuture.completedStage(FakeConsumer.NOTHING);
            });
    eventually().until(() -> bus.consumer(1).exchanges.size() == 2 && bus.parked());
    bus.loop.signal(EventQueue.HIGH);
    eventually().until(() -> bus.consumer(1).exchanges.size() == 3);
    bus.time.advance(HOLD.plusMillis(1));

    third.complete(LoopFixture.more(EventQueue.HIGH));

    eventually().until(() -> bus.consumer(1).exchanges.size() >= 5);
    ExchangeRequest first = bus.consumer(1).exchanges.get(3);
    ExchangeRequest rest = bus.consumer(1).exchanges.get(4);
    assertThat(first.settlements()).hasSize(1_000);
    assertThat(first.wanted()).isEmpty();
    assertThat(rest.settlements()).hasSize(100).endsWith(new Settlement.Release("d0"));
    assertThat(rest.wanted()).containsKey(EventQueue.HIGH);
  }

  @Test
  void aRefusalOfTheOneUnderWayVoidsWhatHasNotStarted() {
    bus = new LoopFixture(new OneRun(command -> {}));
    bus.handler((payload, context) -> null);
    startWith(CompletableFuture.failedStage(new FencedException("consumer-1")), many("d"));

    eventually().until(() -> bus.consumers.size() == 2);

    eventually().until(() -> !bus.consumers.get(1).exchanges.isEmpty());
    assertThat(bus.consumers.get(1).exchanges.get(0).requestId()).isEqualTo(1);
    assertThat(bus.listener.heard).containsOnlyOnce("lease lost of shop");
  }

  @Test
  void aFailureOfTheLoopGivesUpTheOneUnderWayToo() {
    bus =
        new LoopFixture(
            new OneRun(
                command -> {
                  throw new IllegalStateException("no thread, and nobody knows why");
                }));
    List<String> handled = new CopyOnWriteArrayList<>();
    bus.handler(
        (payload, context) -> {
          handled.add(context.metadata().eventId());
          return null;
        });
    CompletableFuture<ExchangeReply> third = new CompletableFuture<>();
    startWith(third, many("d"));

    eventually().until(() -> bus.consumers.size() == 2);
    third.complete(LoopFixture.more(EventQueue.LOW, many("next-")));
    eventually().until(() -> bus.consumers.get(1).armed.size() == 3);

    assertThat(handled).containsExactly("e-quick");
    assertThat(bus.consumers.get(1).exchanges)
        .extracting(ExchangeRequest::requestId)
        .containsExactly(1L);
  }

  /** Runs the first command at once, the quick run, and leaves the others to somebody else. */
  private static final class OneRun implements Executor {
    private final AtomicInteger commands = new AtomicInteger();
    private final Executor others;

    OneRun(Executor others) {
      this.others = others;
    }

    @Override
    public void execute(Runnable command) {
      if (commands.getAndIncrement() == 0) {
        command.run();
      } else {
        others.execute(command);
      }
    }
  }
}
