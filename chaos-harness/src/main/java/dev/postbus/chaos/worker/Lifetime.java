package dev.postbus.chaos.worker;

import dev.postbus.EventBus;
import dev.postbus.EventBusException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Begin and end of a process: it never outlives the one that started it. */
final class Lifetime {

  private static final long PAUSE_MILLIS = 200;

  private Lifetime() {}

  /** Starts a bus, again and again while Redis is away. */
  static void start(EventBus bus) {
    while (true) {
      try {
        bus.start();
        return;
      } catch (EventBusException away) {
        System.out.println("not yet started: " + away.getMessage());
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
      }
    }
  }

  /** Waits until the one that started this process asks it to end, or has ended. */
  static void awaitEndOfInput() throws IOException {
    while (System.in.read() >= 0) {
      // Nothing is said.
    }
  }
}
