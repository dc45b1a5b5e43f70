package dev.postbus.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ThreadsTest {

  private final Threads threads = new Threads();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicBoolean done = new AtomicBoolean();
  private final CountDownLatch interrupted = new CountDownLatch(1);

  private void work() {
    entered.countDown();
    try {
      release.await();
      done.set(true);
    } catch (InterruptedException stop) {
      interrupted.countDown();
    }
  }

  private void endWhileItWorks() throws InterruptedException {
    entered.await();
    Thread ending = new Thread(threads::end);
    ending.start();
    await().until(() -> ending.getState() == Thread.State.TIMED_WAITING);
    release.countDown();
    ending.join();
  }

  @Test
  void aDutyIsLeftToEndItsPass() throws Exception {
    threads.repeat(Duration.ofHours(1), this::work);

    endWhileItWorks();

    assertThat(done).isTrue();
  }

  @Test
  void aMassActionIsLeftToEndItsStep() throws Exception {
    threads.runJob(this::work);

    endWhileItWorks();

    assertThat(done).isTrue();
  }

  @Test
  void whatNeverEndsIsInterrupted() throws Exception {
    threads.repeat(Duration.ofHours(1), this::work);
    entered.await();
    Thread.currentThread().interrupt();

    threads.end();

    assertThat(Thread.interrupted()).isTrue();
    interrupted.await();
  }
}
