package dev.postbus.engine;

import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The answer to a heartbeat.
 *
 * @param nextExpiry how long until the first lease of another consumer of the group runs out; zero
 *     when one has, or when a dead one still holds deliveries; empty when there is no other. Never
 *     zero before the group has had a live consumer for one lease time without a gap: after an
 *     outage of the store, or when its clock has gone forward, the first one back would else take
 *     everything from those who are about to come back too
 * @param paused the paused queues of the group
 */
public record HeartbeatReply(Optional<Duration> nextExpiry, Set<EventQueue> paused) {

  /** Copies the set. */
  public HeartbeatReply {
    paused = Set.copyOf(paused);
  }
}
