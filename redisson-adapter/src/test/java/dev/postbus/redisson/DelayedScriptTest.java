package dev.postbus.redisson;

import static dev.postbus.redisson.ScriptBench.inGroup;
import static dev.postbus.redisson.ScriptBench.plain;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelayedScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  private List<Object> delayed(int offset, int limit) {
    return plain(bench.run(Script.DELAYED, bench.group().all(), offset, limit));
  }

  private static String at(long seconds) {
    return String.valueOf(ScriptBench.NOW + 1_000 * seconds);
  }

  @Test
  void readsOfAllQueuesWhatIsDueNextFirst() {
    bench.given(
        inGroup(
            "deliveries",
            Map.of("h1", "1:2\n{1}", "d2.2", "@b\n{2\n}", "l3", "@c\n{3}", "d4~", "3:1~3\n{4}"),
            "events:high:calendar",
            Map.of("h1", "now+20s"),
            "events:default:calendar",
            Map.of("d2.2", "now+30s", "d4~", "now+5s"),
            "events:low:calendar",
            Map.of("l3", "now+10s")));
    Map<String, Object> before = bench.state();

    List<Object> reply = delayed(0, 10);

    assertThat(reply)
        .isEqualTo(
            List.of(
                "d4~",
                at(5),
                0L,
                "3:1~3\n{4}",
                "l3",
                at(10),
                1L,
                "@c\n{3}",
                "h1",
                at(20),
                0L,
                "1:2\n{1}",
                "d2.2",
                at(30),
                1L,
                "@b\n{2\n}"));
    assertThat(bench.state()).isEqualTo(before);
  }

  @Test
  void leavesOutWhatIsDueByNow() {
    bench.given(
        inGroup(
            "deliveries",
            Map.of("d1", "@a\n{1}", "d2", "@b\n{2}", "h3", "@c\n{3}"),
            "events:default:calendar",
            Map.of("d1", "now+0s", "d2", "now+0.001s"),
            "events:high:calendar",
            Map.of("h3", "now-60s")));

    assertThat(delayed(0, 10))
        .isEqualTo(List.of("d2", String.valueOf(ScriptBench.NOW + 1), 1L, "@b\n{2}"));
    assertThat(delayed(1, 10)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "4", "7", "30"})
  void anyPageSizeReadsEachOnceInTheSameOrder(int limit) {
    // Many of one time, in all queues, before, between and behind others.
    Map<String, Map<String, Object>> calendars = new TreeMap<>();
    Map<String, Object> deliveries = new TreeMap<>();
    IntStream.range(0, 24)
        .forEach(
            i -> {
              String q = List.of("high", "default", "low").get(i % 3);
              String id = q.charAt(0) + "" + (10 + i);
              deliveries.put(id, "@" + i + "\n{}");
              calendars
                  .computeIfAbsent("group:g:events:" + q + ":calendar", name -> new TreeMap<>())
                  .put(id, List.of("now+60s", "now-1s", "now+10s", "now+60s").get(i / 3 % 4));
            });
    bench.given(calendars);
    bench.given(inGroup("deliveries", deliveries));

    List<Object> ids = new ArrayList<>();
    List<Object> page;
    do {
      page = delayed(ids.size(), limit);
      for (int i = 0; i < page.size(); i += 4) {
        ids.add(page.get(i));
      }
    } while (!page.isEmpty());

    assertThat(ids)
        .isEqualTo(
            List.of(
                "h16", "h28", "d17", "d29", "l18", "l30", "h10", "h19", "h22", "h31", "d11", "d20",
                "d23", "d32", "l12", "l21", "l24", "l33"));
  }

  @Test
  void nothingIsReadBehindTheEndOrFromAnUnknownGroup() {
    assertThat(delayed(0, 10)).isEmpty();
    assertThat(delayed(5, 10)).isEmpty();
    assertThat(bench.state()).isEmpty();
  }
}
