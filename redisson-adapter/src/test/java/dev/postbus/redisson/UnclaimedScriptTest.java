package dev.postbus.redisson;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnclaimedScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "all from the beginning, 0, 10, 2 order.created;9 order.paid;10 order.created",
    "a first page, 0, 2, 2 order.created;9 order.paid",
    "what follows it, 9, 2, 10 order.created",
    "nothing follows the last, 10, 2, ''",
    "nothing is asked for, 0, 0, ''"
  })
  void readsPageByPageInTheOrderOfPositions(String row, long after, int limit, String expected) {
    bench.given(
        Map.of(
            "unclaimed",
            Map.of("2 order.created", "2", "9 order.paid", "9", "10 order.created", "10")));
    Map<String, Object> before = bench.state();

    List<Object> reply = bench.run(Script.UNCLAIMED, List.of(bench.keys.unclaimed()), after, limit);

    assertThat(reply)
        .isEqualTo(Arrays.stream(expected.split(";")).filter(each -> !each.isEmpty()).toList());
    assertThat(bench.state()).isEqualTo(before);
  }

  @Test
  void findsNothingInAnEmptyNamespace() {
    assertThat(bench.run(Script.UNCLAIMED, List.of(bench.keys.unclaimed()), 0, 10)).isEmpty();
    assertThat(bench.state()).isEmpty();
  }
}
