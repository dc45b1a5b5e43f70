package dev.postbus.redisson;

import static dev.postbus.redisson.ScriptBench.inGroup;
import static dev.postbus.redisson.ScriptBench.plain;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InFlightScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  private final RedisKeys.Group group = bench.group();

  private String inFlight(int offset, int limit) {
    List<Object> keys =
        List.of(group.inFlight("a"), group.marks("a"), group.inFlight("b"), group.marks("b"));
    return plain(bench.run(Script.IN_FLIGHT, keys, offset, limit)).stream()
        .map(item -> String.valueOf(item).replace('\n', '|'))
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 10, 0 h2  |{h2} 0 d10.3 -2*3 1:1|{d10} 1 l9~ *1 ~|{l9}",
    "0, 1, 0 h2  |{h2}",
    "1, 1, 0 d10.3 -2*3 1:1|{d10}",
    "1, 2, 0 d10.3 -2*3 1:1|{d10} 1 l9~ *1 ~|{l9}",
    "2, 9, 1 l9~ *1 ~|{l9}",
    "3, 9, ''"
  })
  void readsConsumerByConsumerInTheOrderOfTheIds(int offset, int limit, String found) {
    bench.given(
        inGroup(
            "consumer:a:inflight",
            Map.of("d10.3", "1:1\n{d10}", "h2", "\n{h2}"),
            "consumer:a:marks",
            Map.of("d10.3", "-2*3"),
            "consumer:b:inflight",
            Map.of("l9~", "~\n{l9}"),
            "consumer:b:marks",
            Map.of("l9~", "*1")));
    Map<String, Object> before = bench.state();

    assertThat(inFlight(offset, limit)).isEqualTo(found);
    assertThat(bench.state()).isEqualTo(before);
  }

  @Test
  void whoHoldsNothingShowsNothing() {
    assertThat(inFlight(0, 10)).isEmpty();
    assertThat(bench.state()).isEmpty();
  }
}
