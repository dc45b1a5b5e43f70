package dev.postbus.chaos.worker;

import dev.postbus.chaos.history.Entry;
import dev.postbus.chaos.history.Journal;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Notices that this process was not run for a while: stopped, or starved by a busy machine. */
final class StallWatch {

  private static final long TICK_MILLIS = 50;
  private static final long NOTABLE_MILLIS = 400;

  private StallWatch() {}

  static void start(Journal journal) {
    Thread thread = new Thread(() -> watch(journal), "chaos-stalls");
    thread.setDaemon(true);
    thread.start();
  }

  private static void watch(Journal journal) {
    long last = System.currentTimeMillis();
    while (true) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS));
      long now = System.currentTimeMillis();
      if (now - last > NOTABLE_MILLIS) {
        journal.add(new Entry.Stall(now, last));
      }
      last = now;
    }
  }
}
