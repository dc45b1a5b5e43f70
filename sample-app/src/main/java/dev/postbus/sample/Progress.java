package dev.postbus.sample;

import dev.postbus.EventBusAdmin;
import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.sample.shop.ShopModule;
import java.time.Duration;

/** Watches the counts of the shop, which know of everything that is still to be done. */
final class Progress {

  private static final Duration LOOK_EVERY = Duration.ofMillis(25);
  private static final Duration REPORT_EVERY = Duration.ofMillis(500);
  private static final Duration STUCK_AFTER = Duration.ofSeconds(30);

  private final EventBusAdmin admin;
  private final Console console;
  private long reportedAt = System.nanoTime();

  Progress(EventBusAdmin admin, Console console) {
    this.admin = admin;
    this.console = console;
  }

  /** Says how far it is, unless that was said just now. */
  void report(String what) {
    long now = System.nanoTime();
    if (now - reportedAt >= REPORT_EVERY.toNanos()) {
      reportedAt = now;
      console.tell("shop", what);
    }
  }

  /** Returns when every event has been handled or is a dead letter. */
  void awaitQuiet() {
    long endedBefore = -1;
    long movedAt = System.nanoTime();
    reportedAt = movedAt;
    while (true) {
      long open = 0;
      long ended = 0;
      for (EventQueue queue : EventQueue.values()) {
        QueueCounts counts = admin.counts(ShopModule.GROUP, queue);
        open += counts.ready() + counts.inFlight() + counts.delayed();
        ended += counts.handled() + counts.dead();
      }
      if (open == 0) {
        return;
      }
      if (ended != endedBefore) {
        endedBefore = ended;
        movedAt = System.nanoTime();
      } else if (System.nanoTime() - movedAt > STUCK_AFTER.toNanos()) {
        throw SampleException.failed(
            "nothing was handled for %d s and %,d deliveries are still to be done"
                .formatted(STUCK_AFTER.toSeconds(), open));
      }
      if (ended > 100) {
        report("%,d of %,d deliveries done".formatted(ended, ended + open));
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_EVERY.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw SampleException.failed("interrupted", interrupted);
    }
  }
}
