package dev.postbus;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * An instance of a group. One whose lease has run out is gone or stuck; it is listed until others
 * have taken over what it holds.
 *
 * @param id what the store knows it by; a new one after each start
 * @param group its group
 * @param host its machine; {@code "unknown"} when it ended while it gave back what it held
 * @param pid its process id; 0 when that is not known
 * @param since when it registered, by the store's clock
 * @param leaseUntil when its lease runs out, by the store's clock; in the past when it is overdue
 * @param handlers the ids of the handlers it has
 * @param inFlight how many deliveries it holds
 * @param running what runs there, longest first, at most 50: as it told with its newest sign of
 *     life, some seconds ago at most
 */
public record InstanceInfo(
    String id,
    String group,
    String host,
    long pid,
    Instant since,
    Instant leaseUntil,
    Set<String> handlers,
    int inFlight,
    List<RunningHandler> running) {

  /** Copies the collections. */
  public InstanceInfo {
    handlers = Set.copyOf(handlers);
    running = List.copyOf(running);
  }

  /** Tells whether its lease lasts; {@link EventBusAdmin#now} is the time to compare with. */
  public boolean isAlive(Instant now) {
    return leaseUntil.isAfter(now);
  }
}
