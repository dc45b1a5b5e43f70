package dev.postbus.redisson;

import static dev.postbus.redisson.ScriptBench.inGroup;
import static dev.postbus.redisson.ScriptBench.plain;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelayedOneScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  @ParameterizedTest
  @CsvSource({
    "d1, d1 1900000005123 0 1:2|{1}",
    "h2.2, h2.2 1900000009123 1 @e|{2}",
    "d3, ''",
    "d4, ''",
    "d5, ''",
    "l1, ''"
  })
  void readsOneThatWaitsForItsTime(String id, String found) {
    bench.given(
        inGroup(
            "deliveries",
            Map.of("d1", "1:2\n{1}", "h2.2", "@e\n{2}", "d3", "@x\n{due}", "d4", "1:1\n{front}"),
            "events:default:calendar",
            Map.of("d1", "now+5s", "d3", "now+0s"),
            "events:high:calendar",
            Map.of("h2.2", "now+9s")));
    Map<String, Object> before = bench.state();

    List<Object> reply = plain(bench.run(Script.DELAYED_ONE, bench.group().all(), id));

    assertThat(
            reply.stream()
                .map(item -> String.valueOf(item).replace('\n', '|'))
                .collect(Collectors.joining(" ")))
        .isEqualTo(found);
    assertThat(bench.state()).isEqualTo(before);
  }
}
