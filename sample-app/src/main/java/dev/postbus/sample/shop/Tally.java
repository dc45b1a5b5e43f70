package dev.postbus.sample.shop;

import com.google.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the handlers of this process did. Thread-safe. */
@Singleton
public final class Tally {

  /** What is counted. */
  public enum Count {
    /** Orders packed. */
    ORDERS,
    /** Payments made. */
    PAYMENTS,
    /** Confirmations sent. */
    NOTIFICATIONS,
    /** Analytics events counted. */
    ANALYTICS,
    /** Invoices sent. */
    INVOICES,
    /** Payments that needed more than one attempt; they are among the payments too. */
    RETRIED
  }

  private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);

  /** Begins at zero. */
  public Tally() {
    for (Count count : Count.values()) {
      counts.put(count, new LongAdder());
    }
  }

  void add(Count count) {
    counts.get(count).increment();
  }

  /** Returns the counts so far. */
  public Map<Count, Long> counts() {
    Map<Count, Long> result = new EnumMap<>(Count.class);
    counts.forEach((count, adder) -> result.put(count, adder.sum()));
    return result;
  }
}
