package dev.postbus.engine;

import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The answer to an exchange.
 *
 * @param claims what this consumer holds now, in claim order
 * @param more the wanted, unpaused queues that still hold something claimable
 * @param nextDue how long until the next delayed delivery is due; empty when none waits. A queue
 *     that was not wanted may be left out, and is when one is due there already
 * @param paused the paused queues of the group
 * @param droppedDeadLetters how many dead letters the limit pushed out
 */
public record ExchangeReply(
    List<Claim> claims,
    Set<EventQueue> more,
    Optional<Duration> nextDue,
    Set<EventQueue> paused,
    int droppedDeadLetters) {

  /** Copies the collections. */
  public ExchangeReply {
    claims = List.copyOf(claims);
    more = Set.copyOf(more);
    paused = Set.copyOf(paused);
  }
}
