package dev.postbus.redisson;

import static dev.postbus.redisson.ScriptBench.inGroup;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CountsScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  private List<Object> counts(String queue) {
    return bench.run(
        Script.COUNTS,
        bench.group().all(),
        queue,
        "emitted",
        "ready",
        "inflight",
        "delayed",
        "dead");
  }

  @Test
  void areAllZeroForAnUnknownGroup() {
    List<Object> reply = counts("d");

    assertThat(reply).containsExactly(0L, 0L, 0L, 0L, 0L, 0L);
    assertThat(bench.state()).isEmpty();
  }

  @Test
  void areThoseOfTheQueueInTheOrderAskedFor() {
    bench.given(
        inGroup(
            "counts",
            Map.of(
                "h:emitted",
                "7",
                "d:emitted",
                "10",
                "d:ready",
                "4",
                "d:inflight",
                "3",
                "d:delayed",
                "2",
                "d:dead",
                "1")));
    Map<String, Object> before = bench.state();

    List<Object> reply = counts("d");

    assertThat(reply).containsExactly(10L, 4L, 3L, 2L, 1L, 0L);
    assertThat(bench.state()).isEqualTo(before);
  }

  @Test
  void takeWhatIsDueByNowForReadyAndNothingThatIsDueLater() {
    bench.given(
        inGroup(
            "counts",
            Map.of("d:emitted", "8", "d:delayed", "7", "d:ready", "1", "h:delayed", "1"),
            "events:default:front",
            List.of("d1"),
            "events:default:calendar",
            Map.of("d2.3", "now-60s", "d3", "now+0s", "d4~", "now-1s", "d5.2", "now+0.001s"),
            "events:high:calendar",
            Map.of("h6", "now-60s")));

    List<Object> reply = counts("d");

    assertThat(reply).containsExactly(8L, 6L, 0L, 2L, 0L, 0L);
    assertThat(bench.state())
        .isEqualTo(
            inGroup(
                "counts",
                Map.of("d:emitted", "8", "d:delayed", "2", "d:ready", "6", "h:delayed", "1"),
                "events:default:front",
                List.of("d1", "d2.3", "d3"),
                "events:default:suspects",
                Map.of("d4~", "4"),
                "events:default:calendar",
                Map.of("d5.2", "now+0.001s"),
                "events:high:calendar",
                Map.of("h6", "now-60s")));
    assertThat(counts("d")).isEqualTo(reply);
  }

  @Test
  void promoteABoundedNumberAndAskToBeCalledAgain() {
    Map<String, Object> calendar = new TreeMap<>();
    for (int i = 1; i <= 1_001; i++) {
      calendar.put("d" + i, "now-1s");
    }
    bench.given(
        inGroup(
            "counts",
            Map.of("d:emitted", "1001", "d:delayed", "1001"),
            "events:default:calendar",
            calendar));

    assertThat(counts("d")).containsExactly(1_001L, 1_000L, 0L, 1L, 0L, 1L);
    assertThat(counts("d")).containsExactly(1_001L, 1_001L, 0L, 0L, 0L, 0L);
  }
}
