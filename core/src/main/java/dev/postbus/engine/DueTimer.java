package dev.postbus.engine;

import java.time.Duration;

/** Looks again when the next delayed delivery is due. One thread. */
final class DueTimer {

  private final EngineTime time;
  private final Runnable look;
  private Runnable cancel = () -> {};
  private long dueAtNanos = Long.MAX_VALUE;

  DueTimer(EngineTime time, Runnable look) {
    this.time = time;
    this.look = look;
  }

  /** Something is due then; what is known to be due before stays the next. */
  void dueIn(Duration delay) {
    long now = time.nanoTime();
    long at = now + delay.toNanos();
    if (at >= dueAtNanos && dueAtNanos > now) {
      return;
    }
    cancel.run();
    dueAtNanos = at;
    cancel = time.schedule(delay, look);
  }

  void cancel() {
    cancel.run();
  }
}
