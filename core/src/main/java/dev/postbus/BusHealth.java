package dev.postbus;

import java.util.List;

/**
 * How a bus feels, for a health endpoint.
 *
 * @param status the worst of what is known
 * @param reasons one sentence each; empty when the status is UP
 */
public record BusHealth(Status status, List<String> reasons) {

  /** How well the bus does its work. */
  public enum Status {
    /** Everything works. */
    UP,
    /** It works, but something wants attention. */
    DEGRADED,
    /** It cannot do its work now. */
    DOWN
  }

  /** Copies the reasons. */
  public BusHealth {
    reasons = List.copyOf(reasons);
  }
}
