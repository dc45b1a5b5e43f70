package dev.postbus.chaos.check;

import dev.postbus.chaos.check.Evidence.DeadKey;
import java.util.List;
import java.util.Set;

/**
 * What Redis holds when all should be handled.
 *
 * @param dead the dead letters
 * @param lost what it says that it has dropped
 * @param unexpected what else should not be so, such as events still queued
 */
public record Findings(Set<DeadKey> dead, List<String> lost, List<String> unexpected) {

  /** Copies the collections. */
  public Findings {
    dead = Set.copyOf(dead);
    lost = List.copyOf(lost);
    unexpected = List.copyOf(unexpected);
  }
}
