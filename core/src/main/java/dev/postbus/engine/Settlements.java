package dev.postbus.engine;

import java.util.ArrayList;
import java.util.List;

/** What is decided and not yet told to the store. Thread-safe. */
final class Settlements {

  /** More than this many do not travel in one exchange; the rest follows in the next. */
  private static final int MAX_TAKEN = 1_000;

  /** Guarded by this. */
  private List<Entry> entries = new ArrayList<>();

  private final Runnable wakeUp;

  /**
   * One decision.
   *
   * @param settlement what the store is told
   * @param stored runs when the store knows it
   */
  record Entry(Settlement settlement, Runnable stored) {}

  Settlements(Runnable wakeUp) {
    this.wakeUp = wakeUp;
  }

  /**
   * Adds what was decided about a delivery claimed under the lease. Once that is lost nothing comes
   * in under it any more: it would be told to the store under the next one, to which the same id
   * may mean another delivery when the store has lost its memory.
   */
  void add(Delivery.Lease lease, Settlement settlement, Runnable stored) {
    synchronized (this) {
      if (lease.lost()) {
        return;
      }
      entries.add(new Entry(settlement, stored));
    }
    wakeUp.run();
  }

  synchronized List<Entry> take() {
    if (entries.isEmpty()) {
      return List.of();
    }
    List<Entry> taken = entries;
    if (taken.size() <= MAX_TAKEN) {
      entries = new ArrayList<>();
      return taken;
    }
    entries = new ArrayList<>(taken.subList(MAX_TAKEN, taken.size()));
    return taken.subList(0, MAX_TAKEN);
  }

  synchronized boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Forgets everything, after the lease was marked as lost. */
  synchronized int clear() {
    int size = entries.size();
    entries = new ArrayList<>();
    return size;
  }
}
