package dev.postbus.engine;

import static dev.postbus.engine.LoopFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.postbus.EventBusException;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the loop ends, and what it does with what has not started. */
@Timeout(60)
class ClaimLoopStopTest {

  private static final Duration LONG = Duration.ofSeconds(50);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ManualExecutor noThreads = new ManualExecutor();
  private LoopFixture bus = new LoopFixture(threads);

  @AfterEach
  void end() {
    bus.close();
    threads.shutdownNow();
  }

  @Test
  void anIdleLoopEndsAtOnceAndItsRegistrationToo() {
    bus.handler((payload, context) -> null);
    bus.loop.start();
    FakeConsumer consumer = bus.consumer(1);
    eventually().until(() -> consumer.armed.size() == 3);

    assertThat(bus.loop.stop(LONG)).isTrue();

    assertThat(consumer.closes).hasValue(1);
    assertThat(bus.sessions.current()).isNull();
  }

  @Test
  void aLoopThatNeverRegisteredEndsAtOnce() {
    bus.loop.start();

    assertThat(bus.loop.stop(LONG)).isTrue();
  }

  @Test
  void aDrainTimeMayBeAsLongAsItCanBeTold() {
    bus.handler((payload, context) -> null);
    bus.loop.start();
    bus.consumer(1);

    assertThat(bus.loop.stop(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
  }

  @Test
  void stoppingTwiceIsFine() {
    bus.handler((payload, context) -> null);
    bus.loop.start();
    bus.consumer(1);

    assertThat(bus.loop.stop(LONG)).isTrue();
    assertThat(bus.loop.stop(LONG)).isTrue();
    assertThat(bus.consumers.get(0).closes).hasValue(1);
  }

  @Test
  void stopWaitsForWhatRunsAndSettlesIt() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicBoolean asked = new AtomicBoolean();
    bus.handler(
        (payload, context) -> {
          entered.countDown();
          release.await();
          asked.set(context.cancellationRequested());
          return null;
        });
    bus.startWith(LoopFixture.claim("d1", EventQueue.LOW));
    entered.await();

    Future<Boolean> finished = threads.submit(() -> bus.loop.stop(LONG));
    eventually().until(bus.sessions.current()::endsSoon);
    assertThat(finished).isNotDone();
    release.countDown();

    assertThat(finished.get()).isTrue();
    assertThat(asked).isTrue();
    assertThat(bus.told()).containsExactly(new Settlement.Done("d1", 1));
    assertThat(bus.consumer(1).closes).hasValue(1);
  }

  @Test
  void whatHasNotStartedIsReleasedAndNobodyWaitsForItsThread() {
    bus = new LoopFixture(noThreads);
    bus.handler((payload, context) -> fail("ran"));
    bus.startWith(LoopFixture.claim("d1", EventQueue.LOW), LoopFixture.claim("d2", EventQueue.LOW));
    eventually().until(() -> noThreads.size() == 2);

    assertThat(bus.loop.stop(LONG)).isTrue();

    assertThat(bus.told())
        .containsExactly(new Settlement.Release("d2"), new Settlement.Release("d1"));
    noThreads.runAll();
    assertThat(bus.listener.heard)
        .containsExactly("handed back e-d2 mail", "handed back e-d1 mail");
  }

  @Test
  void whatRunsBeyondTheDrainTimeIsInterruptedAndHandedBackUncharged() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(1);
    bus.handler(
        (payload, context) -> {
          entered.countDown();
          try {
            new CountDownLatch(1).await();
          } finally {
            left.countDown();
          }
          return null;
        });
    bus.startWith(LoopFixture.claim("d1", EventQueue.LOW));
    entered.await();

    assertThat(bus.loop.stop(Duration.ofMillis(20))).isFalse();

    left.await();
    assertThat(bus.told()).isEmpty();
    assertThat(bus.consumer(1).closes).hasValue(1);
  }

  @Test
  void anInterruptOfWhoStopsEndsTheDrainTime() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    bus.handler(
        (payload, context) -> {
          entered.countDown();
          release.await();
          return null;
        });
    bus.startWith(LoopFixture.claim("d1", EventQueue.LOW));
    entered.await();

    Thread.currentThread().interrupt();
    boolean finished = bus.loop.stop(LONG);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(finished).isFalse();
    release.countDown();
  }

  @Test
  void aStoreThatIsAwayDoesNotHoldTheEndUp() {
    bus.handler((payload, context) -> null);
    bus.prepare =
        consumer ->
            consumer.onExchange =
                request ->
                    request.requestId() == 1
                        ? CompletableFuture.completedStage(
                            FakeConsumer.claims(List.of(LoopFixture.claim("d1", EventQueue.LOW))))
                        : CompletableFuture.failedStage(new EventBusException("no connection"));
    bus.loop.start();
    eventually().until(() -> bus.consumer(1).exchanges.size() > 2);

    bus.loop.stop(Duration.ZERO);

    assertThat(bus.consumer(1).closes).hasValue(1);
  }

  @Test
  void aPausedQueueGetsBackWhatHasNotStarted() {
    bus = new LoopFixture(noThreads);
    bus.handler((payload, context) -> fail("ran"));
    bus.prepare =
        consumer ->
            consumer.onExchange =
                request ->
                    CompletableFuture.completedStage(
                        request.requestId() == 1
                            ? new ExchangeReply(
                                List.of(
                                    LoopFixture.claim("d1", EventQueue.LOW),
                                    LoopFixture.claim("d2", EventQueue.HIGH)),
                                Set.of(),
                                Optional.empty(),
                                Set.of(EventQueue.LOW),
                                0)
                            : new ExchangeReply(
                                List.of(), Set.of(), Optional.empty(), Set.of(EventQueue.LOW), 0));

    bus.loop.start();
    eventually().until(() -> !bus.told().isEmpty());

    assertThat(bus.told()).containsExactly(new Settlement.Release("d1"));
    assertThat(bus.workers.get(EventQueue.HIGH).isIdle()).isFalse();
    assertThat(bus.listener.heard).contains("paused LOW of shop: true");
    assertThat(bus.pauses.paused()).containsExactly(EventQueue.LOW);
  }
}
