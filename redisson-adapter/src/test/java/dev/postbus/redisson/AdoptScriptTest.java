package dev.postbus.redisson;

import static dev.postbus.redisson.ScriptBench.inGroup;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdoptScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  /** Moves positions and the handlers of each to group g. */
  private List<Object> adopt(Object... positionsAndHandlers) {
    List<Object> arguments = new ArrayList<>(List.of("g"));
    arguments.addAll(List.of(positionsAndHandlers));
    return bench.run(
        Script.ADOPT,
        bench
            .group()
            .with(bench.keys.unclaimed(), bench.keys.unclaimedEvents(), bench.keys.directory()),
        arguments.toArray());
  }

  private static String due(long millis) {
    return String.valueOf(ScriptBench.NOW + millis);
  }

  /** Returns events that wait for a group under positions from 1 on, and group g's binding. */
  private static Map<String, Object> unclaimed(String... values) {
    Map<String, String> members = new TreeMap<>();
    Map<String, String> events = new TreeMap<>();
    for (int i = 1; i <= values.length; i++) {
      if (!values[i - 1].isEmpty()) {
        members.put(i + " order.created", String.valueOf(i));
        events.put(String.valueOf(i), values[i - 1]);
      }
    }
    Map<String, Object> state = new TreeMap<>(Map.of("directory", Map.of("g", "[]")));
    if (!members.isEmpty()) {
      state.put("unclaimed", members);
      state.put("unclaimed:events", events);
    }
    return state;
  }

  private static Map<String, Object> with(Map<String, Object> state, Object... inGroup) {
    state.putAll(inGroup(inGroup));
    return state;
  }

  @Test
  void movesWhatIsGivenInThatOrderAndWakes() {
    bench.given(unclaimed("d0 a\n{\"id\":\"a\"}", "d0 b\n{\"id\":\"b\"}", "h0 c\n{\"id\":\"c\"}"));

    List<Object> reply = adopt(1, "3", 3, "3,14");

    Map<String, Object> after =
        with(
            unclaimed("", "d0 b\n{\"id\":\"b\"}"),
            "counts",
            Map.of("d:emitted", "1", "d:ready", "1", "h:emitted", "2", "h:ready", "2"),
            "events:default",
            List.of("{\"handlers\":\"3\",\"id\":\"a\"}"),
            "events:default:wake",
            List.of("1"),
            "events:high",
            List.of("{\"handlers\":\"3,14\",\"id\":\"c\"}"),
            "events:high:wake",
            List.of("1"));
    assertThat(reply).containsExactly(2L, "");
    assertThat(bench.state()).isEqualTo(after);
    assertThat(adopt(1, "3", 3, "3,14")).containsExactly(0L, "");
    assertThat(bench.state()).isEqualTo(after);
  }

  @Test
  void putsThemBehindWhatIsReadyAndLeavesOneToken() {
    bench.given(
        with(
            unclaimed("d0 a\n{\"id\":\"a\"}", "d0 b\n{\"id\":\"b\"}"),
            "counts",
            Map.of("d:emitted", "1", "d:ready", "1"),
            "events:default",
            List.of("{0}")));

    assertThat(adopt(1, "3", 2, "3")).containsExactly(2L, "");

    assertThat(bench.state())
        .isEqualTo(
            with(
                unclaimed(),
                "counts",
                Map.of("d:emitted", "3", "d:ready", "3"),
                "events:default",
                List.of(
                    "{0}",
                    "{\"handlers\":\"3\",\"id\":\"a\"}", "{\"handlers\":\"3\",\"id\":\"b\"}"),
                "events:default:wake",
                List.of("1")));
  }

  @Test
  void keepsTheDueTimeOfWhatIsNotDueAndAsksForAnAlarm() {
    bench.given(
        unclaimed(
            "l" + due(60_000) + " a\n{\"id\":\"a\"}",
            "l" + due(1) + " b\n{\"id\":\"b\"}",
            "l" + due(0) + " c\n{\"id\":\"c\"}",
            "l" + due(-5_000) + " d\n{\"id\":\"d\"}"));

    List<Object> reply = adopt(1, "1,2", 2, "2", 3, "1,2", 4, "1");

    assertThat(reply).containsExactly(4L, "l=1");
    assertThat(bench.state())
        .isEqualTo(
            with(
                unclaimed(),
                "sequence",
                "2",
                "counts",
                Map.of("l:emitted", "6", "l:delayed", "3", "l:ready", "3"),
                "scheduled",
                Map.of("a", "l1.2", "b", "l2"),
                "deliveries",
                Map.of(
                    "l1.2", "@a\n{\"handlers\":\"1,2\",\"id\":\"a\"}",
                    "l2", "@b\n{\"handlers\":\"2\",\"id\":\"b\"}"),
                "events:low:calendar",
                Map.of("l1.2", "now+60s", "l2", "now+0.001s"),
                "events:low",
                List.of("{\"handlers\":\"1,2\",\"id\":\"c\"}", "{\"handlers\":\"1\",\"id\":\"d\"}"),
                "events:low:wake",
                List.of("1")));
  }

  @Test
  void asksForNoAlarmBehindAnEarlierOne() {
    bench.given(
        with(
            unclaimed(
                "d" + due(60_000) + " a\n{\"id\":\"a\"}", "h" + due(5_000) + " b\n{\"id\":\"b\"}"),
            "events:default:calendar",
            Map.of("d7", "now+60s"),
            "events:high:calendar",
            Map.of("h8", "now+5.001s")));

    assertThat(adopt(1, "1", 2, "1")).containsExactly(2L, "h=5000");
  }

  @Test
  void leavesOutWhatAnotherGroupTookMeanwhile() {
    bench.given(unclaimed("", "d0 b\n{\"id\":\"b\"}"));

    assertThat(adopt(1, "3", 2, "3", 99, "3")).containsExactly(1L, "");

    assertThat(bench.state())
        .isEqualTo(
            with(
                unclaimed(),
                "counts",
                Map.of("d:emitted", "1", "d:ready", "1"),
                "events:default",
                List.of("{\"handlers\":\"3\",\"id\":\"b\"}"),
                "events:default:wake",
                List.of("1")));
  }

  @Test
  void leavesAllWhereItIsWhenTheGroupWasRemovedMeanwhile() {
    bench.given(unclaimed("d0 a\n{\"id\":\"a\"}"));
    bench.redis("HDEL", bench.keys.directory(), "g");
    Map<String, Object> before = bench.state();

    assertThat(adopt(1, "3")).containsExactly(0L, "");
    assertThat(bench.state()).isEqualTo(before);
  }

  @Test
  void findsNothingInAnEmptyNamespace() {
    assertThat(adopt(1, "3")).containsExactly(0L, "");
    assertThat(adopt()).containsExactly(0L, "");
    assertThat(bench.state()).isEmpty();
  }
}
