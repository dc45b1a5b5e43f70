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

  void add(Settlement settlement, Runnable stored) {
    synchronized (this) {
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

  /** Forgets everything, after the lease was lost. */
  synchronized int clear() {
    int size = entries.size();
    entries = new ArrayList<>();
    return size;
  }
}
