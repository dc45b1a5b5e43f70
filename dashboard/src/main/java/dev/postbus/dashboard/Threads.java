package dev.postbus.dashboard;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dashboard's own threads, beside those of the server: two for duties, one for mass actions.
 */
final class Threads {

  private static final Logger LOG = LoggerFactory.getLogger(Threads.class);
  private static final long END_SECONDS = 5;

  private final ScheduledExecutorService duties =
      Executors.newScheduledThreadPool(2, duty -> daemon(duty, "postbus-dashboard-duty"));
  private final ExecutorService jobs =
      Executors.newSingleThreadExecutor(job -> daemon(job, "postbus-dashboard-job"));

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Runs a mass action after those before it. */
  void runJob(Runnable job) {
    jobs.execute(job);
  }

  /** Runs a duty from now on, with a pause after each pass. */
  void repeat(Duration pause, Runnable duty) {
    duties.scheduleWithFixedDelay(
        () -> {
          try {
            duty.run();
          } catch (RuntimeException failure) {
            LOG.error("A duty of the dashboard failed; it goes on with the next pass", failure);
          }
        },
        0,
        pause.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /**
   * Ends all: what a duty reads is read to its end, for it would take an interrupt for trouble of
   * the store; a mass action gets a moment to end its step and to be noted.
   */
  void end() {
    duties.shutdown();
    jobs.shutdown();
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
    try {
      for (ExecutorService ending : List.of(jobs, duties)) {
        if (!ending.awaitTermination(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          ending.shutdownNow();
        }
      }
    } catch (InterruptedException interrupted) {
      jobs.shutdownNow();
      duties.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
