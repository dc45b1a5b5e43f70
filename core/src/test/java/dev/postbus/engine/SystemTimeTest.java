package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postbus.logging.CapturedLog;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SystemTimeTest {

  private final EngineTime time = EngineTime.system("clock-under-test");

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void itTellsTheTimeOfThisMachine() {
    Instant before = Instant.now();
    long nanosBefore = System.nanoTime();

    Instant now = time.now();
    long nanos = time.nanoTime();

    assertThat(now).isBetween(before, Instant.now());
    assertThat(nanos - nanosBefore).isBetween(0L, System.nanoTime() - nanosBefore);
    assertThat(time.random().nextDouble()).isBetween(0.0, 1.0);
  }

  @Test
  void aTaskRunsOnceAndNotEarlyOnADaemonThreadWithTheGivenName() throws Exception {
    long asked = System.nanoTime();
    CompletableFuture<Thread> ran = new CompletableFuture<>();

    time.schedule(Duration.ofMillis(30), () -> ran.complete(Thread.currentThread()));

    Thread thread = ran.get();
    assertThat(System.nanoTime() - asked).isGreaterThanOrEqualTo(30_000_000L);
    assertThat(thread.getName()).isEqualTo("clock-under-test");
    assertThat(thread.isDaemon()).isTrue();
  }

  @Test
  void aCancelledTaskDoesNotRun() throws Exception {
    AtomicBoolean ran = new AtomicBoolean();
    CountDownLatch later = new CountDownLatch(1);

    CountDownLatch hold = new CountDownLatch(1);
    time.schedule(
        Duration.ZERO,
        () -> {
          try {
            hold.await();
          } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
          }
        });
    Runnable cancel = time.schedule(Duration.ofMillis(10), () -> ran.set(true));
    cancel.run();
    time.schedule(Duration.ofMillis(20), later::countDown);
    hold.countDown();
    later.await();

    assertThat(ran).isFalse();
    cancel.run();
  }

  @Test
  void aTaskThatThrowsIsLoggedAndTheClockGoesOn() throws Exception {
    try (CapturedLog log = CapturedLog.of(SystemTime.class)) {
      CountDownLatch later = new CountDownLatch(1);

      time.schedule(
          Duration.ZERO,
          () -> {
            throw new IllegalStateException("no luck");
          });
      time.schedule(Duration.ZERO, later::countDown);
      later.await();

      assertThat(log.lines()).containsExactly("ERROR A timed task failed; it is not repeated");
    }
  }

  @Test
  void theLongestDelayThatTheBusTakesIsFine() {
    Runnable cancel = time.schedule(Duration.ofDays(36_500), () -> {});

    cancel.run();
  }

  @Test
  void afterCloseNothingRunsAndNothingIsThrown() throws Exception {
    AtomicBoolean ran = new AtomicBoolean();
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    time.schedule(Duration.ZERO, () -> thread.complete(Thread.currentThread()));
    Thread timer = thread.get();
    time.schedule(Duration.ofHours(1), () -> ran.set(true));

    time.close();
    Runnable cancel = time.schedule(Duration.ZERO, () -> ran.set(true));
    cancel.run();

    await().until(() -> !timer.isAlive());
    assertThat(ran).isFalse();
    time.close();
  }
}
