package dev.postbus.chaos.nemesis;

import java.util.List;

/**
 * A fault that has happened. Times are milliseconds of the wall clock.
 *
 * @param kind what
 * @param victims which processes, such as {@code alpha-1.2}, or {@code redis}
 * @param from when it began
 * @param to when it was over
 */
public record Fault(FaultKind kind, List<String> victims, long from, long to) {

  /** Copies the list. */
  public Fault {
    victims = List.copyOf(victims);
  }

  /** Returns whether it was under way at a time between the two. */
  public boolean within(long begin, long end) {
    return from <= end && to >= begin;
  }

  /** Returns how long it took, in milliseconds. */
  public long millis() {
    return to - from;
  }
}
