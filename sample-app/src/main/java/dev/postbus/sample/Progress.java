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

  private record State(long ready, long inFlight, long delayed, long handled, long dead) {

    static State of(EventBusAdmin admin) {
      State sum = new State(0, 0, 0, 0, 0);
      for (EventQueue queue : EventQueue.values()) {
        QueueCounts counts = admin.counts(ShopModule.GROUP, queue);
        sum =
            new State(
                sum.ready + counts.ready(),
                sum.inFlight + counts.inFlight(),
                sum.delayed + counts.delayed(),
                sum.handled + counts.handled(),
                sum.dead + counts.dead());
      }
      return sum;
    }

    long due() {
      return ready + inFlight;
    }

    long open() {
      return due() + delayed;
    }

    long ended() {
      return handled + dead;
    }
  }

  /** Returns in words what became of the deliveries so far. */
  String state() {
    State state = State.of(admin);
    return "%,d deliveries handled, %,d wait for their time, %,d dead"
        .formatted(state.handled, state.delayed, state.dead);
  }

  /** Returns when nothing that is due is left to be done, or so much time has passed. */
  void awaitIdle(Duration patience) {
    long begun = System.nanoTime();
    while (State.of(admin).due() > 0 && System.nanoTime() - begun < patience.toNanos()) {
      pause();
    }
  }

  /** Returns when every event has been handled or is a dead letter. */
  void awaitQuiet() {
    long endedBefore = -1;
    long movedAt = System.nanoTime();
    reportedAt = movedAt;
    while (true) {
      State state = State.of(admin);
      long open = state.open();
      long ended = state.ended();
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
