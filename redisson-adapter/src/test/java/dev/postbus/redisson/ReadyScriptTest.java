package dev.postbus.redisson;

import static dev.postbus.redisson.ScriptBench.inGroup;
import static dev.postbus.redisson.ScriptBench.plain;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadyScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  private List<Object> ready(String queue, int offset, int limit) {
    return plain(bench.run(Script.READY, bench.group().all(), queue, offset, limit));
  }

  private void givenSome() {
    bench.given(
        inGroup(
            "events:default:suspects",
            Map.of("d8~", "3", "d7~", "4"),
            "events:default:front",
            List.of("d2", "d1.2"),
            "events:default",
            List.of("{\"handlers\":\"1\" 1}", "{raw\n}"),
            "deliveries",
            Map.of(
                "d8~", "1:1~1\n{8}",
                "d7~", "~\n{7}",
                "d2", "1:2\n{2}",
                "d1.2", "@e\n{1}"),
            "events:high",
            List.of("{high}")));
  }

  @ParameterizedTest
  @CsvSource({
    "d, 0, 10, 1:1~1|{8};~|{7};1:2|{2};@e|{1};|{\"handlers\":\"1\" 1};|{raw|}",
    "d, 0, 1, 1:1~1|{8}",
    "d, 1, 2, ~|{7};1:2|{2}",
    "d, 3, 2, @e|{1};|{\"handlers\":\"1\" 1}",
    "d, 5, 9, |{raw|}",
    "d, 6, 9, ''",
    "d, 99, 9, ''",
    "h, 0, 9, |{high}",
    "l, 0, 9, ''"
  })
  void readsSuspectsThenTheFrontThenWhatWasNeverClaimed(
      String queue, int offset, int limit, String found) {
    givenSome();
    Map<String, Object> before = bench.state();

    List<Object> reply = ready(queue, offset, limit);

    assertThat(reply.get(0)).isEqualTo(0L);
    assertThat(
            reply.stream()
                .skip(1)
                .map(value -> ((String) value).replace('\n', '|'))
                .collect(Collectors.joining(";")))
        .isEqualTo(found);
    assertThat(bench.state()).isEqualTo(before);
  }

  @Test
  void whatIsDueIsReady() {
    givenSome();
    bench.given(
        inGroup(
            "events:default:calendar",
            Map.of("d20", "now-1s", "d21.2", "now+1s"),
            "deliveries",
            Map.of("d20", "1:1\n{20}", "d21.2", "@x\n{21}")));

    assertThat(ready("d", 4, 1)).containsExactly(0L, "1:1\n{20}");

    assertThat(bench.state("events:default:front")).isEqualTo(List.of("d2", "d1.2", "d20"));
    assertThat(bench.state("events:default:calendar")).isEqualTo(Map.of("d21.2", "now+1s"));
    assertThat(bench.counts()).isEqualTo(Map.of("d:delayed", -1L, "d:ready", 1L));
  }

  @Test
  void saysWhenMoreIsDueThanOneCallLooksAt() {
    Map<String, Object> calendar = new LinkedHashMap<>();
    Map<String, Object> deliveries = new LinkedHashMap<>();
    IntStream.range(0, 1_001)
        .forEach(
            i -> {
              calendar.put("d" + i, "now-" + (2_000 - i) + "s");
              deliveries.put("d" + i, "1:1\n{" + i + "}");
            });
    bench.given(inGroup("events:default:calendar", calendar, "deliveries", deliveries));

    assertThat(new ArrayList<>(ready("d", 0, 1))).containsExactly(1L, "1:1\n{0}");
    assertThat(ready("d", 1_000, 1)).containsExactly(0L, "1:1\n{1000}");
  }

  @Test
  void nothingIsReadyInAnUnknownGroup() {
    assertThat(ready("d", 0, 10)).containsExactly(0L);
    assertThat(bench.state()).isEmpty();
  }
}
