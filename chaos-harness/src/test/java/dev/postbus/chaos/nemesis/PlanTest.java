package dev.postbus.chaos.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Map<FaultKind.Target, List<String>> TARGETS =
      Map.of(
          FaultKind.Target.CONSUMER, List.of("alpha-1", "beta-1"),
          FaultKind.Target.PRODUCER, List.of("shop-1"),
          FaultKind.Target.PROXIED, List.of("alpha-2"));

  @Test
  void theSameSeedGivesTheSameFaults() {
    assertThat(draw(7, 120, EnumSet.allOf(FaultKind.class)))
        .isEqualTo(draw(7, 120, EnumSet.allOf(FaultKind.class)))
        .isNotEqualTo(draw(8, 120, EnumSet.allOf(FaultKind.class)));
  }

  @Test
  void aLongerRunBeginsWithTheFaultsOfAShorterOne() {
    List<PlannedFault> shorter = draw(7, 30, EnumSet.allOf(FaultKind.class));

    assertThat(draw(7, 60, EnumSet.allOf(FaultKind.class)))
        .startsWith(shorter.toArray(PlannedFault[]::new));
  }

  @Test
  void everyKindHappensInTimeAndSomeStopsOutlastTheLease() {
    List<PlannedFault> faults = draw(1, 600, EnumSet.allOf(FaultKind.class));

    assertThat(faults).extracting(PlannedFault::kind).containsAll(EnumSet.allOf(FaultKind.class));
    assertThat(faults).allMatch(fault -> fault.at().compareTo(Duration.ofSeconds(600)) < 0);
    assertThat(faults)
        .anyMatch(
            fault -> fault.kind() == FaultKind.STOP_CONSUMER && fault.lasts().compareTo(LEASE) > 0);
  }

  @Test
  void shortRunsHaveEveryKindToo() {
    for (long seed = 0; seed < 50; seed++) {
      assertThat(draw(seed, 30, EnumSet.allOf(FaultKind.class)))
          .extracting(PlannedFault::kind)
          .containsAll(EnumSet.allOf(FaultKind.class));
    }
  }

  @Test
  void noKindsGiveNoFaults() {
    assertThat(draw(1, 600, Set.of())).isEmpty();
  }

  private static List<PlannedFault> draw(long seed, int seconds, Set<FaultKind> kinds) {
    return Plan.draw(seed, Duration.ofSeconds(seconds), kinds, LEASE, TARGETS);
  }
}
