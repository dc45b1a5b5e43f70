package dev.postbus.redisson;

import static dev.postbus.redisson.ScriptBench.inGroup;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadKeysScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  private List<Object> deadKeys(Object... arguments) {
    RedisKeys.Group group = bench.group();
    return bench.run(Script.DEAD_KEYS, group.with(group.handlers()), arguments);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "of every handler, a, '', 0, 10, 5, d1 1 a;d2.2 12 a;h9 0 a",
    "of one handler, a, mail, 0, 10, 5, d1 1 a",
    "of a handler whose number begins like another's, a, audit, 0, 10, 5, d2.2 12 a",
    "of a forgotten handler, a, unknown, 0, 10, 5, ''",
    "of an event id with a blank, a b, '', 0, 10, 5, d3 1 a b",
    "of an unknown event, zzz, '', 0, 10, 5, ''",
    "in the oldest only, a, '', 0, 2, 2, d1 1 a;d2.2 12 a",
    "in those that follow, a, '', 2, 2, 2, ''",
    "in the last page, a, '', 4, 2, 1, h9 0 a",
    "behind the end, a, '', 5, 2, 0, ''"
  })
  void findsTheDeadLettersOfAnEvent(
      String row, String event, String handler, int offset, int limit, long looked, String found) {
    bench.given(
        inGroup(
            "handlers",
            Map.of("mail", "1", "audit", "12"),
            "dead",
            Map.of(
                "d1 1 a", "now-50s",
                "d2.2 12 a", "now-40s",
                "d3 1 a b", "now-30s",
                "d4 1 b", "now-20s",
                "h9 0 a", "now-10s")));
    Map<String, Object> before = bench.state();

    List<Object> reply = deadKeys(event, handler, offset, limit);

    assertThat(reply.get(0)).isEqualTo(looked);
    assertThat(String.join(";", reply.stream().skip(1).map(String::valueOf).toList()))
        .isEqualTo(found);
    assertThat(bench.state()).isEqualTo(before);
  }

  @Test
  void findsNothingInAnUnknownGroup() {
    assertThat(deadKeys("a", "", 0, 10)).containsExactly(0L);
    assertThat(bench.state()).isEmpty();
  }
}
