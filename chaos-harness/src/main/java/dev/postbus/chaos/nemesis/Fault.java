package dev.postbus.chaos.nemesis;

/**
 * A fault that has happened. Times are milliseconds of the wall clock.
 *
 * @param kind what
 * @param target whom
 * @param from when it began
 * @param to when it was over
 */
public record Fault(FaultKind kind, String target, long from, long to) {

  /** Returns whether it was under way at a time between the two. */
  public boolean within(long begin, long end) {
    return from <= end && to >= begin;
  }

  /** Returns how long it took, in milliseconds. */
  public long millis() {
    return to - from;
  }
}
