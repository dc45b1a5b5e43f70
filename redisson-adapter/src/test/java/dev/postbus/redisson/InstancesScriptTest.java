package dev.postbus.redisson;

import static dev.postbus.redisson.ScriptBench.inGroup;
import static dev.postbus.redisson.ScriptBench.plain;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InstancesScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  private final RedisKeys.Group group = bench.group();

  private List<Object> instances(String... consumers) {
    List<Object> keys =
        List.of(consumers).stream()
            .<Object>flatMap(
                id ->
                    List.of(group.leases(), group.fenced(), group.consumers(), group.inFlight(id))
                        .stream())
            .toList();
    return plain(bench.run(Script.INSTANCES, keys, (Object[]) consumers));
  }

  private void givenSome() {
    bench.given(
        inGroup(
            "leases",
            Map.of("a", "now+5s"),
            "fenced",
            Map.of("b", "now-3s"),
            "consumers",
            Map.of("a", "{is}\n{told}", "b", "closed"),
            "consumer:b:inflight",
            Map.of("d1", "{1}", "d2", "{2}")));
  }

  @Test
  void readsWhoIsThere() {
    givenSome();
    Map<String, Object> before = bench.state();

    List<Object> found =
        bench.run(Script.CONSUMERS, List.of(group.consumers(), bench.keys.audit()));
    assertThat((List<?>) found.get(0)).map(String::valueOf).containsExactlyInAnyOrder("a", "b");
    assertThat((List<?>) found.get(1)).isEmpty();
    assertThat(instances("a", "b", "gone"))
        .containsExactly(
            "1900000005123", 0L, "{is}\n{told}", "1899999997123", 2L, "closed", "0", 0L, "");
    assertThat(bench.state()).isEqualTo(before);
  }

  @Test
  void whatAConsumerTellsReplacesWhatItToldBefore() {
    givenSome();
    Map<String, Object> before = bench.state();

    assertThat(bench.run(Script.REPORT, group.withConsumers(), "a", "\"running\":[]}")).isEmpty();

    assertThat(bench.state("consumers"))
        .isEqualTo(Map.of("a", "{is}\n{\"at\":1900000000123,\"running\":[]}", "b", "closed"));
    bench.redis("HSET", group.consumers(), "a", "{is}\n{told}");
    assertThat(bench.state()).isEqualTo(before);
  }

  @Test
  void whoHasNoLeaseTellsNothing() {
    givenSome();
    Map<String, Object> before = bench.state();

    assertThat(bench.run(Script.REPORT, group.withConsumers(), "b", "}")).containsExactly("FENCED");
    assertThat(bench.run(Script.REPORT, group.withConsumers(), "x", "}")).containsExactly("FENCED");

    assertThat(bench.state()).isEqualTo(before);
  }
}
