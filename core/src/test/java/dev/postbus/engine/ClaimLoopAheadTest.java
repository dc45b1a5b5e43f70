package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.awaitility.core.ConditionFactory;
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

  private static ConditionFactory eventually() {
    return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
  }

  private FakeConsumer consumer() {
    eventually().until(() -> !bus.consumers.isEmpty());
    return bus.consumers.get(0);
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
          seen.add(consumer().exchanges.size());
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
    ExchangeRequest second = consumer().exchanges.get(1);
    ExchangeRequest ahead = consumer().exchanges.get(2);
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
    bus = new LoopFixture(threads);
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
    eventually().until(() -> consumer().exchanges.size() == 3);
    bus.time.advance(HOLD.plusMillis(1));

    third.complete(LoopFixture.more(EventQueue.LOW, many("next-")));

    eventually().until(() -> consumer().exchanges.size() >= 4);
    List<Settlement> back = consumer().exchanges.get(3).settlements();
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
    eventually().until(() -> consumer().exchanges.size() == 3);

    Future<Boolean> finished = threads.submit(() -> bus.loop.stop(Duration.ofSeconds(50)));
    assertThat(finished).isNotDone();
    third.complete(LoopFixture.more(EventQueue.LOW, many("next-")));

    assertThat(finished.get()).isTrue();
    assertThat(bus.told()).hasSize(1 + 2 * MANY);
    assertThat(bus.told().subList(1, 1 + 2 * MANY))
        .startsWith(new Settlement.Release("next-" + (MANY - 1)))
        .endsWith(new Settlement.Release("d0"));
    assertThat(consumer().closes).hasValue(1);
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
