package dev.postbus.engine;

import static dev.postbus.engine.LoopFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventBusException;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop while handlers run on and something around them goes wrong. */
@Timeout(60)
class ClaimLoopTroubleTest {

  private static final Duration LONG = Duration.ofSeconds(50);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final LoopFixture bus = new LoopFixture(threads);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void end() {
    release.countDown();
    bus.close();
    threads.shutdownNow();
  }

  /** Lets handlers wait and returns what counts those that do. */
  private CountDownLatch waitingHandlers(int runs) {
    CountDownLatch entered = new CountDownLatch(runs);
    bus.handler(
        (payload, context) -> {
          entered.countDown();
          release.await();
          return null;
        });
    return entered;
  }

  private void startWithClaimsOfTheFirstConsumer(Claim... claims) {
    bus.prepare =
        consumer -> {
          if (consumer.id().equals("consumer-1")) {
            consumer.onExchange = LoopFixture.bringing(claims);
          }
        };
    bus.loop.start();
  }

  @Test
  void slotsThatRunsOfALostLeaseKeptAreUsedWhenTheyHaveEnded() throws Exception {
    List<Claim> claims = new ArrayList<>();
    for (EventQueue queue : EventQueue.values()) {
      for (int i = 0; i < bus.config.queue(queue).concurrency(); i++) {
        claims.add(LoopFixture.claim(queue + "-" + i, queue));
      }
    }
    CountDownLatch entered = waitingHandlers(claims.size());
    startWithClaimsOfTheFirstConsumer(claims.toArray(Claim[]::new));
    entered.await();
    bus.loop.fenced(bus.sessions.current());
    FakeConsumer second = bus.consumer(2);
    eventually().until(bus::parked);
    assertThat(second.exchanges).isEmpty();

    release.countDown();

    eventually().until(() -> second.armed.size() == 3);
    assertThat(second.exchanges).isNotEmpty();
  }

  @Test
  void stopWaitsForRunsOfALostLeaseWhileTheStoreIsAway() throws Exception {
    CountDownLatch entered = waitingHandlers(1);
    startWithClaimsOfTheFirstConsumer(LoopFixture.claim("d1", EventQueue.LOW));
    entered.await();
    bus.store.onRegister = info -> CompletableFuture.failedStage(new EventBusException("away"));
    bus.loop.fenced(bus.sessions.current());
    eventually().until(() -> bus.listener.heard.contains("lease lost of shop"));

    Future<Boolean> finished = threads.submit(() -> bus.loop.stop(LONG));
    eventually().until(bus::parked);
    assertThat(finished).isNotDone();
    release.countDown();

    assertThat(finished.get()).isTrue();
  }

  @Test
  void runsOfALostLeaseAreInterruptedWhenTheDrainTimeIsOver() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(1);
    bus.handler(
        (payload, context) -> {
          entered.countDown();
          try {
            release.await();
          } finally {
            left.countDown();
          }
          return null;
        });
    startWithClaimsOfTheFirstConsumer(LoopFixture.claim("d1", EventQueue.LOW));
    entered.await();
    bus.store.onRegister = info -> CompletableFuture.failedStage(new EventBusException("away"));
    bus.loop.fenced(bus.sessions.current());
    eventually().until(() -> bus.listener.heard.contains("lease lost of shop"));

    assertThat(bus.loop.stop(Duration.ofMillis(20))).isFalse();

    left.await();
  }

  @Test
  void anInterruptThatAListenerLeavesBehindDoesNotKeepTheLoopFromAsking() {
    bus.handler((payload, context) -> null);
    bus.listener.misdeed = () -> Thread.currentThread().interrupt();
    Map<Long, ExchangeReply> replies =
        Map.of(
            1L, FakeConsumer.claims(List.of(LoopFixture.claim("d1", EventQueue.LOW))),
            2L, LoopFixture.more(EventQueue.LOW));
    bus.prepare =
        consumer ->
            // An answer that is there already would be taken in spite of an interrupt.
            consumer.onExchange =
                request ->
                    CompletableFuture.supplyAsync(
                        () -> replies.getOrDefault(request.requestId(), FakeConsumer.NOTHING),
                        threads);
    bus.loop.start();

    FakeConsumer consumer = bus.consumer(1);
    eventually().until(() -> consumer.exchanges.size() >= 3 && bus.parked());

    assertThat(bus.listener.heard).contains("handled e-d1 mail 1 in PT0S");
    assertThat(consumer.exchanges).extracting(ExchangeRequest::requestId).doesNotHaveDuplicates();
  }

  @Test
  void aStoreThatIsShutDownWhenTheLeaseIsLostDoesNotEndTheLoop() {
    AtomicBoolean shutDown = new AtomicBoolean(true);
    bus.handler((payload, context) -> null);
    bus.prepare =
        consumer ->
            consumer.onClose =
                () -> {
                  if (shutDown.get()) {
                    throw new IllegalStateException("the client is shut down");
                  }
                };
    bus.loop.start();
    FakeConsumer first = bus.consumer(1);
    eventually().until(() -> first.armed.size() == 3);

    bus.loop.fenced(bus.sessions.current());

    FakeConsumer second = bus.consumer(2);
    eventually().until(() -> second.armed.size() == 3);
    shutDown.set(false);
  }
}
