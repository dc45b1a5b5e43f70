package dev.postbus.chaos;

import dev.postbus.chaos.nemesis.FaultKind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** A choice of faults. */
enum Scenario {
  ALL("all", "everything below", EnumSet.allOf(FaultKind.class)),
  CRASHES(
      "crashes",
      "kill -9 of consumers, whole groups and producers",
      Set.of(FaultKind.KILL_CONSUMER, FaultKind.KILL_GROUP, FaultKind.KILL_PRODUCER)),
  ZOMBIES(
      "zombies",
      "processes stopped or cut off, mostly beyond their lease, that then go on",
      Set.of(FaultKind.STOP_CONSUMER, FaultKind.STOP_PRODUCER, FaultKind.PARTITION)),
  REDIS(
      "redis",
      "kill -9 and restart of Redis; with --everysec also losses of power",
      Set.of(FaultKind.KILL_REDIS, FaultKind.POWER_LOSS)),
  CONNECTIONS(
      "connections",
      "connections killed, cut, frozen and slow, answers lost",
      Set.of(
          FaultKind.CLIENT_KILL,
          FaultKind.CLIENT_PAUSE,
          FaultKind.CUT,
          FaultKind.PARTITION,
          FaultKind.LOSE_REPLY,
          FaultKind.SWALLOW_REPLIES,
          FaultKind.SLOW_NETWORK)),
  SCRIPTS("scripts", "script caches flushed", Set.of(FaultKind.SCRIPT_FLUSH)),
  DEPLOYS("deploys", "rolling restarts of a group", Set.of(FaultKind.ROLLING_RESTART)),
  CALM("calm", "no fault at all", Set.of());

  private final String shown;
  private final String summary;
  private final Set<FaultKind> kinds;

  Scenario(String shown, String summary, Set<FaultKind> kinds) {
    this.shown = shown;
    this.summary = summary;
    this.kinds = kinds;
  }

  static Scenario named(String name) {
    return Arrays.stream(values())
        .filter(scenario -> scenario.shown().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--scenario is \"%s\"; it must be one of %s"
                        .formatted(name, Arrays.stream(values()).map(Scenario::shown).toList())));
  }

  String shown() {
    return shown;
  }

  String summary() {
    return summary;
  }

  /**
   * Returns what may happen.
   *
   * @param everySecond whether Redis syncs every second: where it always does, a loss of power
   *     takes nothing that was confirmed, and is no more than a kill
   */
  Set<FaultKind> kinds(boolean everySecond) {
    return kinds.stream()
        .filter(kind -> everySecond || kind != FaultKind.POWER_LOSS)
        .collect(Collectors.toUnmodifiableSet());
  }
}
