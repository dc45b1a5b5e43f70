package dev.postbus.chaos.check;

import dev.postbus.chaos.history.Entry;
import java.util.List;

/**
 * What one process wrote down.
 *
 * @param name the process, such as {@code alpha-1.2}
 * @param entries its entries, in order
 */
public record ProcessLog(String name, List<Entry> entries) {

  /** Copies the list. */
  public ProcessLog {
    entries = List.copyOf(entries);
  }

  boolean lostLease(long from, long to) {
    return entries.stream()
        .anyMatch(
            entry -> entry instanceof Entry.LeaseLost && entry.at() >= from && entry.at() <= to);
  }

  boolean stalled(long from, long to, long millis) {
    return entries.stream()
        .anyMatch(
            entry ->
                entry instanceof Entry.Stall stall
                    && stall.from() <= to
                    && stall.at() >= from
                    && stall.at() - stall.from() >= millis);
  }
}
