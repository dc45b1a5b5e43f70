package dev.postbus.chaos.check;

import dev.postbus.chaos.nemesis.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * All that is known at the end of a run.
 *
 * @param logs what the processes wrote down
 * @param faults what was broken
 * @param dead the dead letters in Redis
 * @param store what else Redis says that should not be so, such as events still queued
 * @param lease the lease of consumers
 * @param everySecond whether Redis may lose what it was told within the last two seconds
 */
public record Evidence(
    List<ProcessLog> logs,
    List<Fault> faults,
    Set<DeadKey> dead,
    List<String> store,
    Duration lease,
    boolean everySecond) {

  /** Copies the collections. */
  public Evidence {
    logs = List.copyOf(logs);
    faults = List.copyOf(faults);
    dead = Set.copyOf(dead);
    store = List.copyOf(store);
  }

  /**
   * A dead letter.
   *
   * @param key the job's
   * @param handler the handler's id
   */
  public record DeadKey(String key, String handler) {}
}
