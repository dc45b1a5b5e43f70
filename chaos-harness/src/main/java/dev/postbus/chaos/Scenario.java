package dev.postbus.chaos;

import dev.postbus.chaos.nemesis.FaultKind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** A choice of faults. */
enum Scenario {
  ALL("everything below", EnumSet.allOf(FaultKind.class)),
  CRASHES(
      "kill -9 of consumers and producers",
      Set.of(FaultKind.KILL_CONSUMER, FaultKind.KILL_PRODUCER)),
  ZOMBIES(
      "processes stopped or cut off, mostly beyond their lease, that then go on",
      Set.of(FaultKind.STOP_CONSUMER, FaultKind.STOP_PRODUCER, FaultKind.PARTITION)),
  REDIS("kill -9 and restart of Redis", Set.of(FaultKind.KILL_REDIS)),
  CONNECTIONS(
      "connections killed, cut and frozen, answers lost",
      Set.of(
          FaultKind.CLIENT_KILL,
          FaultKind.CLIENT_PAUSE,
          FaultKind.CUT,
          FaultKind.PARTITION,
          FaultKind.LOSE_REPLY)),
  SCRIPTS("script caches flushed", Set.of(FaultKind.SCRIPT_FLUSH)),
  DEPLOYS("rolling restarts of a group", Set.of(FaultKind.ROLLING_RESTART)),
  CALM("no fault at all", Set.of());

  private final String summary;
  private final Set<FaultKind> kinds;

  Scenario(String summary, Set<FaultKind> kinds) {
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
    return name().toLowerCase(Locale.ROOT);
  }

  String summary() {
    return summary;
  }

  Set<FaultKind> kinds() {
    return kinds;
  }
}
