package dev.postbus.engine;

import java.util.List;

/**
 * One group an event goes to.
 *
 * @param group the group
 * @param handlers the numbers of its handlers that take the event, ascending, at least one
 */
public record GroupRoute(String group, List<Integer> handlers) {

  /** Copies the numbers. */
  public GroupRoute {
    handlers = List.copyOf(handlers);
  }
}
