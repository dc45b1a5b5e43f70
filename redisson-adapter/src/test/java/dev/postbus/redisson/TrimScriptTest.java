package dev.postbus.redisson;

import static dev.postbus.redisson.ScriptBench.inGroup;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrimScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  /** Buries handler 1's share of the deliveries, in one exchange that claims nothing. */
  private String bury(int limit, String... deliveries) {
    RedisKeys.Group of = bench.group();
    List<Object> arguments = new ArrayList<>(List.of("c", 10_000, 1, 0, 0, 0, 0, 1_000, limit));
    arguments.addAll(List.of("", "", ""));
    for (String id : deliveries) {
      arguments.addAll(List.of("X", id, 1, "e" + id, "header}"));
    }
    return (String)
        bench
            .run(
                Script.EXCHANGE,
                of.with(of.inFlight("c"), of.marks("c"), of.request("c")),
                arguments.toArray())
            .get(0);
  }

  private void given(Map<String, Object> dead, Map<String, Object> counts, String... inFlight) {
    Map<String, Object> values = new TreeMap<>();
    for (String id : inFlight) {
      values.put(id, "1:2\n{}");
    }
    Map<String, Object> events = new TreeMap<>();
    dead.keySet().forEach(member -> events.put(member, "{}\n{}"));
    bench.given(inGroup("leases", Map.of("c", "now+1s"), "counts", counts));
    if (inFlight.length > 0) {
      bench.given(inGroup("consumer:c:inflight", values));
    }
    bench.given(inGroup("dead", dead, "dead:events", events));
  }

  private static Map<String, Object> letters(int n) {
    Map<String, Object> dead = new TreeMap<>();
    IntStream.rangeClosed(1, n)
        .forEach(i -> dead.put("d%d 1 e%d".formatted(i, i), "now-%ds".formatted(10_000 - i)));
    return dead;
  }

  @Test
  void keepsAsManyAsTheLimitAllows() {
    given(letters(2), Map.of("d:dead", "2", "d:inflight", "1"), "d9");

    String facts = bury(3, "d9");

    assertThat(facts).isEqualTo(";;;0;");
    assertThat(bench.state("dead"))
        .isEqualTo(Map.of("d1 1 e1", "now-9999s", "d2 1 e2", "now-9998s", "d9 1 ed9", "now+0s"));
    assertThat(bench.counts()).isEqualTo(Map.of("d:dead", 3L));
  }

  @Test
  void dropsTheOldestBeyondTheLimitAndCountsThemInTheirQueue() {
    given(
        Map.of("l1 1 a", "now-30s", "d2 1 b", "now-20s", "d3 1 c", "now-10s"),
        Map.of("l:dead", "1", "d:dead", "2", "d:inflight", "2"),
        "d8",
        "d9");

    String facts = bury(3, "d8", "d9");

    assertThat(facts).isEqualTo(";;;2;");
    assertThat(bench.state("dead"))
        .isEqualTo(Map.of("d3 1 c", "now-10s", "d8 1 ed8", "now+0s", "d9 1 ed9", "now+0s"));
    assertThat(bench.state("dead:events"))
        .isEqualTo(
            Map.of(
                "d3 1 c", "{}\n{}",
                "d8 1 ed8", "{\"failedAt\":" + ScriptBench.NOW + ",header}\n{}",
                "d9 1 ed9", "{\"failedAt\":" + ScriptBench.NOW + ",header}\n{}"));
    assertThat(bench.counts()).isEqualTo(Map.of("l:dropped", 1L, "d:dead", 3L, "d:dropped", 1L));
  }

  @Test
  void dropsAtOnceWhatIsBuriedWithALimitOfZero() {
    given(letters(1), Map.of("d:dead", "1", "d:inflight", "1"), "d9");

    assertThat(bury(0, "d9")).isEqualTo(";;;2;");
    assertThat(bench.state("dead")).isNull();
    assertThat(bench.state("dead:events")).isNull();
    assertThat(bench.counts()).isEqualTo(Map.of("d:dropped", 2L));
  }

  @Test
  void dropsABoundedNumberAtOnceWhenTheLimitWasLowered() {
    given(letters(700), Map.of("d:dead", "700", "d:inflight", "2"), "d801", "d802");

    assertThat(bury(100, "d801")).isEqualTo(";;;500;");

    assertThat(bench.state("dead").toString()).startsWith("{d501 1 e501=");
    assertThat((Map<?, ?>) bench.state("dead")).hasSize(201);
    assertThat((Map<?, ?>) bench.state("dead:events")).hasSize(201);
    assertThat(bench.counts())
        .isEqualTo(Map.of("d:dead", 201L, "d:dropped", 500L, "d:inflight", 1L));
  }

  @Test
  void dropsNothingInAnExchangeThatBuriesNothing() {
    given(letters(5), Map.of("d:dead", "5"));

    assertThat(bury(2)).isEqualTo(";;;0;");
    // Settled before, or never this consumer's.
    bench.redis("DEL", bench.group().request("c"));
    assertThat(bury(2, "d9")).isEqualTo(";;;0;");
    assertThat((Map<?, ?>) bench.state("dead")).hasSize(5);
    assertThat(bench.counts()).isEqualTo(Map.of("d:dead", 5L));
  }

  @Test
  void dropsNoMoreWhenTheRequestIsRepeated() {
    given(letters(5), Map.of("d:dead", "5", "d:inflight", "1"), "d9");
    String first = bury(2, "d9");
    Map<String, Object> before = bench.state();

    assertThat(bury(1, "d9")).isEqualTo(first).isEqualTo(";;;4;");
    assertThat(bench.state()).isEqualTo(before);
  }
}
