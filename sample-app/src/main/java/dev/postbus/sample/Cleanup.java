package dev.postbus.sample;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What must be ended, last begun first: when the story is over, or when the user ends it. Runs
 * once, whoever asks first; the others wait for it. Thread-safe.
 */
final class Cleanup {

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Thread atExit;
  private boolean done;

  /** What is told first when the user ends it is up to the ending. */
  Cleanup(Ending ending) {
    atExit =
        new Thread(
            () -> {
              ending.byUser();
              run();
            },
            "sample-cleanup");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Remembers something to be ended; ends it at once when it comes too late. */
  synchronized <T extends AutoCloseable> T add(T resource) {
    open.push(resource);
    if (done) {
      endAll();
    }
    return resource;
  }

  /** Returns whether it has been done. */
  synchronized boolean isDone() {
    return done;
  }

  /** Ends everything; does nothing the second time. */
  synchronized void run() {
    done = true;
    endAll();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException shuttingDown) {
      // It is the hook that runs.
    }
  }

  private void endAll() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception failure) {
        // The others are to be ended all the same; the user can do nothing about this one.
      }
    }
  }
}
