package dev.postbus.engine;

import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The answer to a heartbeat.
 *
 * @param nextExpiry how long until the first lease of another consumer of the group runs out; zero
 *     when one has, or when a dead one still holds deliveries; empty when there is no other
 * @param paused the paused queues of the group
 */
public record HeartbeatReply(Optional<Duration> nextExpiry, Set<EventQueue> paused) {

  /** Copies the set. */
  public HeartbeatReply {
    paused = Set.copyOf(paused);
  }
}
