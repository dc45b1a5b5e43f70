package dev.postbus.chaos.check;

import java.util.List;

/**
 * What a run has shown. Numbers of handlings are those of one handler and one event.
 *
 * @param receipts events whose receipt was given
 * @param handled handlings that succeeded
 * @param dead dead letters
 * @param lost what was promised and did not happen
 * @param inWindow what a kill of Redis has cost inside the documented window
 * @param oldestInWindowMillis how long before a kill the oldest of it was confirmed
 * @param unexpected what happened and should not
 * @param duplicates handlings that began again after a success
 * @param faults how much was broken
 */
public record Verdict(
    long receipts,
    long handled,
    long dead,
    List<String> lost,
    List<String> inWindow,
    long oldestInWindowMillis,
    List<String> unexpected,
    long duplicates,
    long faults) {

  /** Copies the lists. */
  public Verdict {
    lost = List.copyOf(lost);
    inWindow = List.copyOf(inWindow);
    unexpected = List.copyOf(unexpected);
  }

  /** Returns whether nothing was lost and nothing unexpected happened. */
  public boolean good() {
    return lost.isEmpty() && unexpected.isEmpty();
  }

  /** Returns how many of a thousand handlings were repeated. */
  public double duplicatesPerThousand() {
    return handled == 0 ? 0 : 1000.0 * duplicates / handled;
  }

  /** Returns the one line that says it all. */
  public String line() {
    return "verdict: receipts=%d handled=%d dead=%d lost=%d unexpected=%d duplicates=%d faults=%d"
        .formatted(receipts, handled, dead, lost.size(), unexpected.size(), duplicates, faults);
  }
}
