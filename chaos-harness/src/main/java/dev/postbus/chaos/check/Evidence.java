package dev.postbus.chaos.check;

import dev.postbus.chaos.nemesis.Fault;
import java.time.Duration;
import java.util.List;

/**
 * All that is known at the end of a run.
 *
 * @param logs what the processes wrote down
 * @param faults what was broken
 * @param store what Redis holds
 * @param complaints what went wrong with the processes, such as one that did not end
 * @param lease the lease of consumers
 * @param everySecond whether Redis may lose what it was told within the last two seconds
 */
public record Evidence(
    List<ProcessLog> logs,
    List<Fault> faults,
    Findings store,
    List<String> complaints,
    Duration lease,
    boolean everySecond) {

  /** Copies the collections. */
  public Evidence {
    logs = List.copyOf(logs);
    faults = List.copyOf(faults);
    complaints = List.copyOf(complaints);
  }

  /**
   * A dead letter.
   *
   * @param key the job's
   * @param handler the handler's id
   */
  public record DeadKey(String key, String handler) {}
}
