package dev.postbus.redisson;

import static dev.postbus.redisson.ScriptBench.inGroup;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoveGroupScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  private List<Object> removeGroup() {
    RedisKeys.Group of = bench.group();
    List<Object> touched =
        of.with(
            of.consumers(),
            of.fenced(),
            of.handlersSeen(),
            of.handlers(),
            bench.keys.directoryVersion(),
            bench.keys.directory());
    return bench.run(Script.REMOVE_GROUP, touched, "g", "v2");
  }

  /** Something under each key that a group can have, and another group. */
  private void fullOf(Map<String, String> leases) {
    Map<String, Object> state = new TreeMap<>();
    for (String queue : List.of("events:high", "events:default", "events:low")) {
      state.putAll(
          inGroup(
              queue,
              List.of("{1}"),
              queue + ":front",
              List.of("d1"),
              queue + ":suspects",
              Map.of("d2~", "2"),
              queue + ":calendar",
              Map.of("d3", "now+60s"),
              queue + ":wake",
              List.of("1")));
    }
    state.putAll(
        inGroup(
            "counts", Map.of("d:emitted", "1"),
            "sequence", "9",
            "deliveries", Map.of("d1", "{1}"),
            "scheduled", Map.of("a", "d3"),
            "paused", Set.of("h"),
            "alive:since", "now-60s",
            "dead", Map.of("d4 1 a", "now-5s"),
            "dead:events", Map.of("d4 1 a", "{}\n{4}"),
            "handlers", Map.of("mail", "1"),
            "handlers:seen", Map.of("mail", "now-5s"),
            "fenced", Map.of("dead", "now-9s")));
    state.putAll(inGroup("consumers", Map.of("dead", "{}", "late", "{}"), "leases", leases));
    state.put("group:other:events:default", List.of("{1}"));
    state.put("directory:version", "v1");
    state.put("directory", Map.of("g", "[]", "other", "[]"));
    bench.given(state);
  }

  @Test
  void leavesNothingOfTheGroupAndNamesWhoseDeliveriesAreLeft() {
    fullOf(Map.of("late", "now-0.001s"));

    List<Object> reply = removeGroup();

    Map<String, Object> after =
        Map.of(
            "directory:version",
            "v2",
            "directory",
            Map.of("other", "[]"),
            "group:other:events:default",
            List.of("{1}"));
    assertThat(reply).hasSize(3).startsWith(1L).contains("dead", "late");
    assertThat(bench.state()).isEqualTo(after);
    assertThat(removeGroup()).containsExactly(0L);
    assertThat(bench.state()).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource({"now+0s", "now+10s"})
  void touchesNothingWhileAConsumerIsAlive(String lease) {
    fullOf(Map.of("dead", "now-60s", "late", lease));
    Map<String, Object> before = bench.state();

    assertThat(removeGroup()).containsExactly("ALIVE");
    assertThat(bench.state()).isEqualTo(before);
  }

  @Test
  void removesWhatIsLeftOfAGroupThatNobodyIsBoundTo() {
    bench.given(inGroup("events:default", List.of("{1}"), "counts", Map.of("d:ready", "1")));

    assertThat(removeGroup()).containsExactly(0L);
    assertThat(bench.state()).isEmpty();
  }

  @Test
  void findsNothingInAnEmptyNamespace() {
    assertThat(removeGroup()).containsExactly(0L);
    assertThat(bench.state()).isEmpty();
  }
}
