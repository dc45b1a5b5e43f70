package dev.postbus.chaos.check;

import dev.postbus.chaos.nemesis.Fault;
import dev.postbus.chaos.nemesis.FaultKind;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which faults explain that a delivery was handled again: its consumer was hit between the claim
 * and the lease plus a second after its end. A kill, a long stop and a long partition always do.
 * What hits only connections, or Redis, does when the consumer says that it lost its lease: else
 * settlements must arrive in the end. Flushed scripts, ends in good order, and lost answers alone
 * explain nothing.
 */
final class Explanations {

  /** A claim may wait so long before its handler starts: prefetched, or for a suspect's record. */
  private static final long CLAIMED_BEFORE_MILLIS = 5_000;

  private static final long GRACE_MILLIS = 1_000;

  /** An instance hears of its lost lease only when it reaches Redis again. */
  private static final long HEARS_LATE_MILLIS = 10_000;

  private static final Set<FaultKind> KILLS = Set.of(FaultKind.KILL_CONSUMER, FaultKind.KILL_GROUP);
  private static final Set<FaultKind> PAUSES =
      Set.of(
          FaultKind.STOP_CONSUMER,
          FaultKind.PARTITION,
          FaultKind.SWALLOW_REPLIES,
          FaultKind.CLIENT_PAUSE);
  private static final Set<FaultKind> LOSSES = Set.of(FaultKind.KILL_REDIS, FaultKind.POWER_LOSS);

  /** While these last, nobody can tell Redis anything. */
  private static final Set<FaultKind> SILENCES =
      Set.of(
          FaultKind.KILL_REDIS,
          FaultKind.POWER_LOSS,
          FaultKind.CLIENT_PAUSE,
          FaultKind.PARTITION,
          FaultKind.SWALLOW_REPLIES);

  private static final Set<FaultKind> BREAKS =
      Set.of(
          FaultKind.KILL_REDIS,
          FaultKind.POWER_LOSS,
          FaultKind.CLIENT_KILL,
          FaultKind.CUT,
          FaultKind.LOSE_REPLY,
          FaultKind.SWALLOW_REPLIES,
          FaultKind.SLOW_NETWORK,
          FaultKind.PARTITION,
          FaultKind.CLIENT_PAUSE,
          FaultKind.STOP_CONSUMER);

  private final List<Fault> faults;
  private final long leaseMillis;
  private final boolean everySecond;

  Explanations(Evidence evidence) {
    this.faults = evidence.faults();
    this.leaseMillis = evidence.lease().toMillis();
    this.everySecond = evidence.everySecond();
  }

  /** Returns whether a fault explains that what this run did was not taken as done. */
  boolean explain(Run run) {
    long from = run.start().at() - CLAIMED_BEFORE_MILLIS;
    long to = run.end() == null ? Long.MAX_VALUE : settledUntil(run);
    boolean lost = run.end() != null && run.process().lostLease(from, to + HEARS_LATE_MILLIS);
    if (run.process().stalled(from, to, leaseMillis / 2)) {
      return true;
    }
    for (Fault fault : faults) {
      if (hits(fault, run) && fault.within(from, to) && explains(fault, lost)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns by when Redis must have taken a success: within the lease and a second, not counting
   * the time in which it could not be told.
   */
  private long settledUntil(Run run) {
    long until = run.endedAt() + leaseMillis + GRACE_MILLIS;
    List<Fault> silences =
        faults.stream()
            .filter(fault -> SILENCES.contains(fault.kind()) && hits(fault, run))
            .sorted(Comparator.comparingLong(Fault::from))
            .toList();
    for (Fault silence : silences) {
      if (silence.within(run.endedAt(), until)) {
        until = Math.max(until, silence.to() + leaseMillis + GRACE_MILLIS);
      }
    }
    return until;
  }

  private static boolean hits(Fault fault, Run run) {
    return fault.victims().contains(run.process().name()) || fault.victims().contains("redis");
  }

  private boolean explains(Fault fault, boolean lostLease) {
    return KILLS.contains(fault.kind())
        || (PAUSES.contains(fault.kind()) && fault.millis() >= leaseMillis / 2)
        || (BREAKS.contains(fault.kind()) && lostLease)
        || (everySecond && LOSSES.contains(fault.kind()));
  }

  /**
   * Returns whether the process of this run may have slept when it began, between its last look at
   * its lease and the call of the handler.
   */
  boolean asleepBefore(Run run) {
    long from = run.start().at() - GRACE_MILLIS;
    long to = run.start().at() + GRACE_MILLIS;
    return run.process().stalled(from, to, leaseMillis / 2)
        || faults.stream()
            .anyMatch(
                fault ->
                    fault.kind() == FaultKind.STOP_CONSUMER
                        && hits(fault, run)
                        && fault.millis() >= leaseMillis / 2
                        && fault.within(from, to));
  }

  /** Returns whether a kill of Redis may have taken back what it had confirmed then. */
  boolean mayBeForgotten(long at) {
    return inLossWindow(at).isPresent();
  }

  /**
   * Returns how many milliseconds before a kill of Redis that may have cost it something was
   * confirmed; nothing when no kill may.
   */
  OptionalLong inLossWindow(long confirmedAt) {
    return faults.stream()
        .filter(fault -> everySecond && LOSSES.contains(fault.kind()))
        .filter(fault -> confirmedAt >= fault.from() - Checker.LOSS_WINDOW.toMillis())
        .filter(fault -> confirmedAt <= fault.to())
        .mapToLong(fault -> Math.max(0, fault.from() - confirmedAt))
        .min();
  }
}
