package dev.postbus.redisson;

import static dev.postbus.redisson.ScriptBench.inGroup;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiscardScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  private List<Object> discard(String... members) {
    return bench.run(Script.DISCARD, bench.group().all(), (Object[]) members);
  }

  @Test
  void removesTheGivenDeadLettersAndCountsThemByQueue() {
    bench.given(
        inGroup(
            "counts",
            Map.of("d:dead", "2", "h:dead", "1", "d:discarded", "4"),
            "dead",
            Map.of("d1.2 1 a", "now-30s", "d2 1 b", "now-20s", "h3 2 c", "now-10s"),
            "dead:events",
            Map.of("d1.2 1 a", "{}\n{1}", "d2 1 b", "{}\n{2}", "h3 2 c", "{}\n{3}")));

    List<Object> reply = discard("d1.2 1 a", "h3 2 c");

    Map<String, Object> after =
        inGroup(
            "counts",
            Map.of("d:dead", "1", "h:dead", "0", "d:discarded", "5", "h:discarded", "1"),
            "dead",
            Map.of("d2 1 b", "now-20s"),
            "dead:events",
            Map.of("d2 1 b", "{}\n{2}"));
    assertThat(reply).containsExactly(2L);
    assertThat(bench.state()).isEqualTo(after);
    assertThat(discard("d1.2 1 a", "h3 2 c")).containsExactly(0L);
    assertThat(bench.state()).isEqualTo(after);
  }

  @Test
  void countsAMemberOnceThatIsGivenTwice() {
    bench.given(
        inGroup(
            "counts",
            Map.of("d:dead", "1"),
            "dead",
            Map.of("d1 1 a", "now-30s"),
            "dead:events",
            Map.of("d1 1 a", "{}\n{1}")));

    assertThat(discard("d1 1 a", "d1 1 a")).containsExactly(1L);
    assertThat(bench.state())
        .isEqualTo(inGroup("counts", Map.of("d:dead", "0", "d:discarded", "1")));
  }

  @Test
  void findsNothingInAnUnknownGroup() {
    assertThat(discard("d1 1 a")).containsExactly(0L);
    assertThat(discard()).containsExactly(0L);
    assertThat(bench.state()).isEmpty();
  }
}
