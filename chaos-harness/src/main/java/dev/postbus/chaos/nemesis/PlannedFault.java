package dev.postbus.chaos.nemesis;

import java.time.Duration;

/**
 * A fault to come.
 *
 * @param at when, counted from the begin of the run
 * @param kind what
 * @param target whom: a process, a group, or {@code redis}
 * @param lasts how long until the victim may go on or is started anew
 */
public record PlannedFault(Duration at, FaultKind kind, String target, Duration lasts) {

  @Override
  public String toString() {
    return "%7.3f s %-15s %-8s for %d ms"
        .formatted(at.toMillis() / 1000.0, kind, target, lasts.toMillis());
  }
}
