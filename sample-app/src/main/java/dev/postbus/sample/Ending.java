package dev.postbus.sample;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How the user ends a story that does not end by itself: Ctrl-C is then no accident but the last
 * line of it, with a summary and exit code 0. Thread-safe.
 */
final class Ending {

  /** Longer than the workers are given to finish. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch reached = new CountDownLatch(1);
  private volatile boolean awaited;
  private volatile int exitCode;

  /** From now on the story waits for its end. */
  void expect() {
    awaited = true;
  }

  /** Waits so long for somebody to ask for the end and returns whether somebody has. */
  boolean isAsked(Duration patience) throws InterruptedException {
    return asked.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** All is told and tidied up. */
  void reached(int code) {
    exitCode = code;
    reached.countDown();
  }

  /**
   * The JVM is told to end. Lets a story that waits for its end come to it, and then ends the JVM
   * with the exit code of the story, where a signal's would be another one.
   */
  void byUser() {
    if (!awaited) {
      return;
    }
    asked.countDown();
    try {
      if (reached.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        Runtime.getRuntime().halt(exitCode);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
