package dev.postbus.engine;

import static dev.postbus.engine.LoopFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was prefetched and finds no slot goes back, in order. */
@Timeout(60)
class ClaimLoopPrefetchTest {

  private static final Duration HOLD = EngineSettings.defaults().prefetchHold();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final LoopFixture bus = new LoopFixture(threads);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void end() {
    release.countDown();
    bus.close();
    threads.shutdownNow();
  }

  /** Starts with two more claims than LOW has slots, called next-1 and next-2. */
  private FakeConsumer startWithTwoInLine() throws InterruptedException {
    int slots = bus.config.queue(EventQueue.LOW).concurrency();
    CountDownLatch entered = new CountDownLatch(slots);
    bus.handler(
        (payload, context) -> {
          entered.countDown();
          release.await();
          return null;
        });
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < slots; i++) {
      claims.add(LoopFixture.claim("running-" + i, EventQueue.LOW));
    }
    claims.add(LoopFixture.claim("next-1", EventQueue.LOW));
    claims.add(LoopFixture.claim("next-2", EventQueue.LOW));
    bus.startWith(claims.toArray(Claim[]::new));
    entered.await();
    eventually().until(bus::parked);
    return bus.consumers.get(0);
  }

  @Test
  void whatHasWaitedTooLongIsHandedBackLastFirst() throws Exception {
    startWithTwoInLine();
    bus.time.advance(HOLD);
    assertThat(bus.time.scheduled()).as("not longer than that").contains(Duration.ofMillis(1));

    bus.time.advance(Duration.ofMillis(1));

    eventually().until(() -> bus.told().size() == 2);
    assertThat(bus.told())
        .containsExactly(new Settlement.Release("next-2"), new Settlement.Release("next-1"));
    bus.time.advance(HOLD.multipliedBy(2));
    assertThat(bus.time.scheduled()).as("an empty line is not watched").isEmpty();
  }

  @Test
  void nothingLeavesTheLineWhileAClaimIsUnderWayThatCouldOvertakeIt() throws Exception {
    FakeConsumer consumer = startWithTwoInLine();
    CompletableFuture<ExchangeReply> underWay = new CompletableFuture<>();
    int before = consumer.exchanges.size();
    consumer.onExchange =
        request ->
            underWay.isDone() ? CompletableFuture.completedStage(FakeConsumer.NOTHING) : underWay;
    bus.loop.signal(EventQueue.HIGH);
    eventually().until(() -> consumer.exchanges.size() == before + 1);
    bus.time.advance(HOLD.plusMillis(1));

    assertThat(bus.workers.get(EventQueue.LOW).isLate(bus.time.nanoTime())).isTrue();
    underWay.complete(FakeConsumer.claims(List.of(LoopFixture.claim("next-3", EventQueue.LOW))));
    eventually().until(() -> bus.told().size() == 3);
    assertThat(bus.told())
        .containsExactly(
            new Settlement.Release("next-3"),
            new Settlement.Release("next-2"),
            new Settlement.Release("next-1"));
    ExchangeRequest last = consumer.exchanges.get(before + 1);
    assertThat(last.settlements()).as("in one exchange, before anything is claimed").hasSize(3);
  }
}
