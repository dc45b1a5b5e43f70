package dev.postbus.local;

import dev.postbus.QueueCounts;

/**
 * The running counts of one queue, in handler deliveries. Every transition changes them so that
 * they add up again. Guarded by the store's lock.
 */
final class LocalCounts {

  static final QueueCounts NONE = new QueueCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);

  long emitted;
  long ready;
  long inFlight;
  long delayed;
  long dead;
  long handled;
  long discarded;
  long cancelled;
  long dropped;

  QueueCounts snapshot() {
    return new QueueCounts(
        emitted, ready, inFlight, delayed, dead, handled, discarded, cancelled, dropped);
  }
}
