package dev.postbus;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A handler that is bound to a group.
 *
 * @param id its stable id
 * @param patterns the event names and patterns it takes
 * @param advertisedAt when it was bound or a live instance last said that it has it, by the store's
 *     clock; empty when the store does not know
 */
public record HandlerInfo(String id, List<String> patterns, Optional<Instant> advertisedAt) {

  /** Copies the patterns. */
  public HandlerInfo {
    patterns = List.copyOf(patterns);
  }
}
