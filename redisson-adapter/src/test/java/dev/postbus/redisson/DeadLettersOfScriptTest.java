package dev.postbus.redisson;

import static dev.postbus.redisson.ScriptBench.inGroup;
import static dev.postbus.redisson.ScriptBench.plain;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLettersOfScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  @Test
  void readsThoseThatThereAreInTheOrderAskedFor() {
    bench.given(
        inGroup(
            "dead",
            Map.of("d1 1 a", "now-5s", "h2 1 b", "now-4s", "d3 2 a", "now-3s"),
            "dead:events",
            Map.of("d1 1 a", "{f1}\n{1}", "h2 1 b", "{f2}\n{2}", "d3 2 a", "{f3}\n{3}")));
    Map<String, Object> before = bench.state();

    assertThat(
            plain(
                bench.run(
                    Script.DEAD_LETTERS_OF, bench.group().all(), "d3 2 a", "d9 1 a", "d1 1 a")))
        .containsExactly("d3 2 a", "{f3}\n{3}", "d1 1 a", "{f1}\n{1}");
    assertThat(bench.state()).isEqualTo(before);
  }

  @Test
  void readsNothingOfAnUnknownGroup() {
    assertThat(bench.run(Script.DEAD_LETTERS_OF, bench.group().all(), "d1 1 a")).isEmpty();
    assertThat(bench.state()).isEmpty();
  }
}
