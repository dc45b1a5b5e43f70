package dev.postbus.redisson;

import static dev.postbus.redisson.ScriptBench.inGroup;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SizesScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  @Test
  void tellsHowMuchThereIsToPageThrough() {
    bench.given(
        inGroup(
            "dead",
            Map.of("d1 1 a", "now-5s", "h2 1 b", "now-4s"),
            "events:high",
            List.of("{1}", "{2}"),
            "events:default:front",
            List.of("d1.3"),
            "events:default:suspects",
            Map.of("d8~", "3"),
            "events:default:calendar",
            Map.of("d2", "now-1s", "d3", "now+1s"),
            "events:low:calendar",
            Map.of("l4", "now+9s")));
    Map<String, Object> before = bench.state();

    List<Object> reply = bench.run(Script.SIZES, bench.group().all());

    assertThat(reply).containsExactly(2L, 2L, 2L, 3L, 0L);
    assertThat(bench.state()).isEqualTo(before);
  }

  @Test
  void thereIsNothingInAnUnknownGroup() {
    assertThat(bench.run(Script.SIZES, bench.group().all())).containsExactly(0L, 0L, 0L, 0L, 0L);
    assertThat(bench.state()).isEmpty();
  }
}
