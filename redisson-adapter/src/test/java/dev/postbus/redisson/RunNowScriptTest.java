package dev.postbus.redisson;

import static dev.postbus.redisson.ScriptBench.inGroup;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunNowScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  private List<Object> runNow(String id) {
    return bench.run(Script.RUN_NOW, bench.group().all(), id);
  }

  private void givenSome() {
    bench.given(
        inGroup(
            "deliveries",
            Map.of("d1", "1:2\n{1}", "d2.2", "@e\n{2}", "d3", "1:1\n{due}", "d4~", "1:1~\n{4}"),
            "scheduled",
            Map.of("e", "d2.2"),
            "events:default:front",
            List.of("d9"),
            "events:default:calendar",
            Map.of("d1", "now+5s", "d2.2", "now+9s", "d3", "now-1s", "d4~", "now+7s")));
  }

  @Test
  void movesADeliveryToTheEndOfTheFrontAndWakes() {
    givenSome();

    assertThat(runNow("d2.2")).containsExactly(1L);

    assertThat(bench.state("events:default:front")).isEqualTo(List.of("d9", "d2.2"));
    assertThat(bench.state("events:default:calendar"))
        .isEqualTo(Map.of("d3", "now-1s", "d1", "now+5s", "d4~", "now+7s"));
    assertThat(bench.counts()).isEqualTo(Map.of("d:delayed", -2L, "d:ready", 2L));
    assertThat(bench.state("events:default:wake")).isEqualTo(List.of("1"));
    assertThat(bench.state("deliveries")).asString().contains("d2.2=@e");
  }

  @Test
  void aSuspectIsPutAmongTheSuspects() {
    givenSome();

    assertThat(runNow("d4~")).containsExactly(1L);

    assertThat(bench.state("events:default:suspects")).isEqualTo(Map.of("d4~", "4"));
    assertThat(bench.state("events:default:front")).isEqualTo(List.of("d9"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"d3", "d9", "d77", "h1"})
  void whatIsDueOrGoneStaysAsItIs(String id) {
    givenSome();
    Map<String, Object> before = bench.state();

    assertThat(runNow(id)).containsExactly(0L);

    assertThat(bench.state()).isEqualTo(before);
  }
}
