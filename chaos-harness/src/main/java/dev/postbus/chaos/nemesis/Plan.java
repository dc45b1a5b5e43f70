package dev.postbus.chaos.nemesis;

import dev.postbus.chaos.load.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Draws the faults of a run: the same seed, length and kinds give the same faults. First comes one
 * of each kind, in an order that is drawn too, so that a short run has them all.
 */
public final class Plan {

  private static final int SHORTEST_PAUSE_MILLIS = 300;
  private static final int LONGEST_PAUSE_MILLIS = 2_500;

  /** About what a rolling restart takes. */
  private static final int ROLLING_MILLIS = 3_000;

  /** While each kind comes for the first time. */
  private static final int LONGEST_FIRST_PAUSE_MILLIS = 1_000;

  private final RandomGenerator random;
  private final List<FaultKind> lots = new ArrayList<>();
  private final List<FaultKind> first;
  private final Map<FaultKind.Target, List<String>> targets;
  private final long leaseMillis;

  private Plan(
      long seed,
      Set<FaultKind> kinds,
      Duration lease,
      Map<FaultKind.Target, List<String>> targets) {
    this.random = new SplittableRandom(seed);
    this.targets = targets;
    this.leaseMillis = lease.toMillis();
    for (FaultKind kind : new TreeSet<>(kinds)) {
      for (int i = 0; i < kind.weight(); i++) {
        lots.add(kind);
      }
    }
    this.first = new ArrayList<>(new TreeSet<>(kinds));
  }

  /**
   * Draws faults for a time.
   *
   * @param targets the processes by what hits them; groups and Redis are known
   */
  public static List<PlannedFault> draw(
      long seed,
      Duration length,
      Set<FaultKind> kinds,
      Duration lease,
      Map<FaultKind.Target, List<String>> targets) {
    return new Plan(seed, kinds, lease, targets).draw(length.toMillis());
  }

  private List<PlannedFault> draw(long length) {
    List<PlannedFault> faults = new ArrayList<>();
    long at = 1_000;
    while (at < length && !lots.isEmpty()) {
      FaultKind kind =
          first.isEmpty()
              ? lots.get(random.nextInt(lots.size()))
              : first.remove(random.nextInt(first.size()));
      String target =
          switch (kind.target()) {
            case REDIS -> "redis";
            case GROUP -> any(List.copyOf(new TreeSet<>(Topology.groups())));
            default -> any(targets.getOrDefault(kind.target(), List.of()));
          };
      faults.add(
          new PlannedFault(Duration.ofMillis(at), kind, target, Duration.ofMillis(lasts(kind))));
      int longest = first.isEmpty() ? LONGEST_PAUSE_MILLIS : LONGEST_FIRST_PAUSE_MILLIS;
      at += random.nextInt(SHORTEST_PAUSE_MILLIS, longest);
      if (kind.target() == FaultKind.Target.REDIS) {
        // What is never there cannot be broken.
        at += faults.get(faults.size() - 1).lasts().toMillis();
      }
      if (kind == FaultKind.ROLLING_RESTART && first.isEmpty()) {
        // Else one would wait for the other, long after the time is over.
        at += ROLLING_MILLIS;
      }
    }
    return faults;
  }

  private String any(List<String> names) {
    return names.get(random.nextInt(names.size()));
  }

  private long lasts(FaultKind kind) {
    return switch (kind) {
      case KILL_CONSUMER, KILL_GROUP, KILL_PRODUCER -> random.nextLong(leaseMillis);
      // From no matter to well beyond the lease, when others have recovered all and taken it over.
      case STOP_CONSUMER, PARTITION, SWALLOW_REPLIES -> random.nextLong(100, leaseMillis * 5 / 2);
      case STOP_PRODUCER -> random.nextLong(100, leaseMillis * 2);
      case KILL_REDIS, POWER_LOSS -> random.nextLong(50, leaseMillis * 3 / 2);
      case SLOW_NETWORK -> random.nextLong(leaseMillis / 2, leaseMillis * 2);
      case CLIENT_PAUSE -> random.nextLong(100, leaseMillis * 3 / 2);
      case CLIENT_KILL, SCRIPT_FLUSH, ROLLING_RESTART, CUT, LOSE_REPLY -> 0;
    };
  }
}
