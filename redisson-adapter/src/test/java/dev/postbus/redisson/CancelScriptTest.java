package dev.postbus.redisson;

import static dev.postbus.redisson.ScriptBench.inGroup;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CancelScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  private List<Object> cancel(String eventId) {
    return bench.run(Script.CANCEL, bench.group().all(), eventId);
  }

  @Test
  void removesAFirstDeliveryToAllItsHandlers() {
    bench.given(
        inGroup(
            "counts",
            Map.of("d:emitted", "3", "d:delayed", "3"),
            "scheduled",
            Map.of("a", "d1.2", "b", "d2"),
            "deliveries",
            Map.of("d1.2", "@a\n{1}", "d2", "@b\n{2}"),
            "events:default:calendar",
            Map.of("d1.2", "now+60s", "d2", "now+90s")));

    List<Object> reply = cancel("a");

    Map<String, Object> after =
        inGroup(
            "counts",
            Map.of("d:emitted", "3", "d:delayed", "1", "d:cancelled", "2"),
            "scheduled",
            Map.of("b", "d2"),
            "deliveries",
            Map.of("d2", "@b\n{2}"),
            "events:default:calendar",
            Map.of("d2", "now+90s"));
    assertThat(reply).containsExactly(1L);
    assertThat(bench.state()).isEqualTo(after);
    assertThat(cancel("a")).containsExactly(0L);
    assertThat(bench.state()).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource({"h, events:high", "d, events:default", "l, events:low"})
  void findsTheQueueByTheDeliverysId(String q, String queue) {
    bench.given(
        inGroup(
            "counts",
            Map.of(q + ":emitted", "1", q + ":delayed", "1"),
            "scheduled",
            Map.of("a", q + "1"),
            "deliveries",
            Map.of(q + "1", "@a\n{1}"),
            queue + ":calendar",
            Map.of(q + "1", "now+0.001s")));

    assertThat(cancel("a")).containsExactly(1L);
    assertThat(bench.state())
        .isEqualTo(
            inGroup(
                "counts", Map.of(q + ":emitted", "1", q + ":delayed", "0", q + ":cancelled", "1")));
  }

  @ParameterizedTest
  @CsvSource({"now+0s", "now-60s"})
  void leavesWhatIsDueToItsHandler(String due) {
    bench.given(
        inGroup(
            "counts",
            Map.of("d:emitted", "1", "d:delayed", "1"),
            "scheduled",
            Map.of("a", "d1"),
            "deliveries",
            Map.of("d1", "@a\n{1}"),
            "events:default:calendar",
            Map.of("d1", due)));
    Map<String, Object> before = bench.state();

    assertThat(cancel("a")).containsExactly(0L);
    assertThat(bench.state()).isEqualTo(before);
  }

  @Test
  void leavesWhatHasComeToTheFrontAndRetries() {
    bench.given(
        inGroup(
            "counts",
            Map.of("d:emitted", "2", "d:ready", "1", "d:delayed", "1"),
            "scheduled",
            Map.of("a", "d1"),
            "deliveries",
            Map.of("d1", "@a\n{1}", "d3", "1:1\n{2}"),
            "events:default:front",
            List.of("d1"),
            "events:default:calendar",
            Map.of("d3", "now+60s")));
    Map<String, Object> before = bench.state();

    assertThat(cancel("a")).containsExactly(0L);
    assertThat(cancel("b")).containsExactly(0L);
    assertThat(bench.state()).isEqualTo(before);
  }

  @Test
  void findsNothingInAnUnknownGroup() {
    assertThat(cancel("a")).containsExactly(0L);
    assertThat(bench.state()).isEmpty();
  }
}
