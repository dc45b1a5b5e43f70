package dev.postbus.redisson;

import static dev.postbus.redisson.ScriptBench.inGroup;
import static dev.postbus.redisson.ScriptBench.plain;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLettersScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  private List<Object> deadLetters(int offset, int limit) {
    return plain(bench.run(Script.DEAD_LETTERS, bench.group().all(), offset, limit));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "all, 0, 10, l3 2 c;d2 1 b;d1 1 a",
    "the newest, 0, 1, l3 2 c",
    "what follows it, 1, 2, d2 1 b;d1 1 a",
    "behind the end, 3, 2, ''"
  })
  void readsTheNewestFirst(String row, int offset, int limit, String expected) {
    bench.given(
        inGroup(
            "dead",
            Map.of("d1 1 a", "now-30s", "d2 1 b", "now-20s", "l3 2 c", "now-10s"),
            "dead:events",
            Map.of(
                "d1 1 a", "{of d1 1 a}\n{1}",
                "d2 1 b", "{of d2 1 b}\n{2\n}",
                "l3 2 c", "{of l3 2 c}\nraw")));
    Map<String, Object> before = bench.state();

    List<Object> reply = deadLetters(offset, limit);

    Map<String, String> elements = Map.of("d1 1 a", "{1}", "d2 1 b", "{2\n}", "l3 2 c", "raw");
    assertThat(reply)
        .isEqualTo(
            Arrays.stream(expected.split(";"))
                .filter(member -> !member.isEmpty())
                .flatMap(
                    member ->
                        List.of(member, "{of " + member + "}\n" + elements.get(member)).stream())
                .toList());
    assertThat(bench.state()).isEqualTo(before);
  }

  @Test
  void findsNothingInAnUnknownGroup() {
    assertThat(deadLetters(0, 10)).isEmpty();
    assertThat(bench.state()).isEmpty();
  }
}
