package dev.postbus.engine;

import java.time.Duration;
import java.util.Set;

/**
 * Who registers.
 *
 * @param group the group whose work it shares
 * @param host the machine, for people
 * @param pid the process, for people
 * @param handlerIds the handlers it has, which it advertises with every heartbeat
 * @param lease how long it may be silent
 */
public record ConsumerInfo(
    String group, String host, long pid, Set<String> handlerIds, Duration lease) {

  /** Copies the ids. */
  public ConsumerInfo {
    handlerIds = Set.copyOf(handlerIds);
  }

  /** Returns the same with other handlers. */
  public ConsumerInfo withHandlerIds(Set<String> ids) {
    return new ConsumerInfo(group, host, pid, ids, lease);
  }
}
