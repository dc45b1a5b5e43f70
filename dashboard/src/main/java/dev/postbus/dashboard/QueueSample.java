package dev.postbus.dashboard;

import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import org.jspecify.annotations.Nullable;

/**
 * What was read of one queue.
 *
 * @param queue which
 * @param atMillis when, by our clock
 * @param counts its counts
 * @param paused whether it is paused
 * @param oldestAgeMs how long its oldest event has waited; null when none waits
 */
record QueueSample(
    EventQueue queue,
    long atMillis,
    QueueCounts counts,
    boolean paused,
    @Nullable Long oldestAgeMs) {

  /** Returns how many ever became dead letters, but for those that were redriven. */
  long gone() {
    return counts.dead() + counts.discarded() + counts.dropped();
  }
}
