package dev.postbus.engine;

import static dev.postbus.engine.LoopFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventBusException;
import dev.postbus.EventQueue;
import dev.postbus.logging.CapturedLog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The watchdog's passes are called by hand; handlers run on the loop's own thread. */
@Timeout(60)
class LoopWatchdogTest {

  private static final Duration LIMIT = EngineSettings.defaults().loopLateAfter();

  private final LoopFixture bus = new LoopFixture(Runnable::run);
  private final CapturedLog log = CapturedLog.of(LoopWatchdog.class);
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final LoopWatchdog watchdog =
      new LoopWatchdog(
          "shop", bus.loops, bus.sessions, bus.time, bus.listener, EngineSettings.defaults());

  @AfterEach
  void stop() {
    release.countDown();
    bus.close();
    eventually().until(() -> !bus.loop.isAlive());
    log.close();
  }

  /** Holds the loop up like a listener that does not heed interrupts. */
  private CompletionStage<?> hold() {
    held.countDown();
    boolean holding = true;
    while (holding) {
      try {
        release.await();
        holding = false;
      } catch (InterruptedException deaf) {
        // That is the point.
      }
    }
    return CompletableFuture.completedStage(null);
  }

  private void untilIdle() {
    eventually().until(() -> bus.loops.current().pulse().isIdle());
  }

  private int looksFor(Duration time) {
    int replaced = 0;
    for (Duration gone = Duration.ZERO;
        gone.compareTo(time) <= 0;
        gone = gone.plus(watchdog.pause())) {
      replaced += watchdog.runOnce();
      bus.time.advance(watchdog.pause());
    }
    return replaced;
  }

  @Test
  void aLoopThatWaitsIsLeftAlone() {
    bus.handler((payload, context) -> null);
    bus.loop.start();
    bus.consumer(1);
    untilIdle();

    for (int look = 0; look < 200; look++) {
      // The clock runs faster than the loop, which wakes up now and then to look around.
      untilIdle();
      assertThat(watchdog.runOnce()).isZero();
      bus.time.advance(watchdog.pause());
    }

    assertThat(bus.consumers).hasSize(1);
    assertThat(watchdog.concern()).isEmpty();
    assertThat(log.lines("WARN")).isEmpty();
  }

  @Test
  void aLoopThatWaitsAndIsNeverSignalledLooksForItselfAndAsksForSignalsAnew() {
    bus.handler((payload, context) -> null);
    bus.loop.start();
    FakeConsumer consumer = bus.consumer(1);
    eventually().until(() -> consumer.armed.size() == 3);
    untilIdle();
    int exchanges = consumer.exchanges.size();

    looksFor(LIMIT.plus(EngineSettings.defaults().guardPeriod()).plus(watchdog.pause()));

    eventually().until(() -> consumer.exchanges.size() > exchanges);
    eventually().until(() -> consumer.armed.size() == 6);
    assertThat(bus.consumers).hasSize(1);
  }

  @Test
  void aLoopThatIsHeldUpIsReplacedAndTheNewOneTakesWhatComes() throws Exception {
    bus.handler((payload, context) -> hold());
    bus.startWith(LoopFixture.claim("d1", EventQueue.LOW));
    FakeConsumer stuck = bus.consumer(1);
    held.await();

    assertThat(looksFor(LIMIT.minus(watchdog.pause()))).isZero();
    assertThat(watchdog.concern())
        .hasValue("the claim loop has made no pass for 30 s; it is replaced after 30 s");
    bus.prepare = consumer -> {};
    assertThat(looksFor(watchdog.pause())).isEqualTo(1);

    FakeConsumer fresh = bus.consumer(2);
    eventually().until(() -> !fresh.exchanges.isEmpty());
    assertThat(stuck.closes).as("what it held is handed back").hasValue(1);
    assertThat(log.lines("WARN"))
        .singleElement()
        .asString()
        .contains("The claim loop of group shop is stuck: it has made no pass for 30 s.")
        .contains("LoopWatchdogTest.hold");
    assertThat(bus.listener.heard).contains("loop replaced of shop: it has made no pass for 30 s");
    assertThat(watchdog.concern()).isEmpty();
  }

  @Test
  void aLoopThatWasReplacedDoesNothingWhenItGoesOn() throws Exception {
    bus.handler((payload, context) -> hold());
    bus.startWith(LoopFixture.claim("d1", EventQueue.LOW));
    FakeConsumer stuck = bus.consumer(1);
    held.await();
    bus.prepare = consumer -> {};
    looksFor(LIMIT.plus(watchdog.pause()));
    FakeConsumer fresh = bus.consumer(2);
    eventually().until(() -> !fresh.exchanges.isEmpty());
    int told = stuck.exchanges.size();

    release.countDown();

    eventually().until(() -> !bus.loop.isAlive());
    assertThat(stuck.exchanges).hasSize(told);
    assertThat(bus.sessions.current().consumer).isSameAs(fresh);
    assertThat(bus.loops.current().isAlive()).isTrue();
    assertThat(bus.loops.replace(bus.loop)).as("a second time").isFalse();
  }

  @Test
  void aLoopWhoseThreadHasEndedIsReplacedAtOnce() {
    bus.handler((payload, context) -> null);

    assertThat(watchdog.runOnce()).isEqualTo(1);

    bus.consumer(1);
    assertThat(bus.listener.heard).contains("loop replaced of shop: its thread has ended");
  }

  @Test
  void aProcessThatSleptIsNoStuckLoop() throws Exception {
    bus.handler((payload, context) -> hold());
    bus.startWith(LoopFixture.claim("d1", EventQueue.LOW));
    held.await();
    watchdog.runOnce();

    bus.time.advance(LIMIT.multipliedBy(10));

    assertThat(watchdog.runOnce()).isZero();
    assertThat(watchdog.runOnce()).isZero();
    assertThat(watchdog.concern()).isEmpty();
  }

  @Test
  void exchangesThatFailForEverThoughTheLeaseIsRenewedMakeANewRegistration() {
    bus.handler((payload, context) -> null);
    bus.prepare =
        consumer ->
            consumer.onExchange =
                request -> CompletableFuture.failedStage(new EventBusException("out of order"));
    bus.loop.start();
    bus.consumer(1);
    eventually().until(() -> bus.loop.pulse().silence().isPresent());
    assertThat(watchdog.runOnce()).isZero();
    bus.time.advance(LIMIT);
    bus.sessions.current().renewed(bus.time.nanoTime());
    bus.prepare = consumer -> {};

    assertThat(watchdog.concern()).hasValue("nothing has been claimed for 30 s: out of order");
    assertThat(watchdog.runOnce()).isEqualTo(1);

    untilIdle();
    assertThat(bus.consumers).hasSize(2);
    assertThat(watchdog.concern()).isEmpty();
    assertThat(bus.listener.heard)
        .contains(
            "loop replaced of shop: its exchanges have failed for 30 s though the lease is"
                + " renewed: out of order");
  }

  @Test
  void anOutageOfTheStoreIsNoFaultOfTheLoop() {
    bus.handler((payload, context) -> null);
    bus.prepare =
        consumer ->
            consumer.onExchange =
                request -> CompletableFuture.failedStage(new EventBusException("gone"));
    bus.loop.start();
    bus.consumer(1);
    eventually().until(() -> bus.loop.pulse().silence().isPresent());

    long untilLate = LIMIT.dividedBy(watchdog.pause());
    for (int look = 0; look <= untilLate; look++) {
      long beats = bus.loop.pulse().beats();
      bus.time.advance(watchdog.pause());
      eventually().until(() -> bus.loop.pulse().beats() > beats);
      assertThat(watchdog.runOnce()).isZero();
    }

    assertThat(bus.consumers).hasSize(1);
    assertThat(bus.watch.problem()).isPresent();
  }
}
