package dev.postbus.redisson;

import static dev.postbus.redisson.ScriptBench.inGroup;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedriveScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  private List<Object> redrive(String... members) {
    return bench.run(Script.REDRIVE, bench.group().all(), (Object[]) members);
  }

  @Test
  void putsTheGivenDeadLettersBehindTheFrontWithAFreshBudget() {
    bench.given(
        inGroup(
            "sequence",
            "7",
            "counts",
            Map.of("d:dead", "3", "d:ready", "1"),
            "events:default:front",
            List.of("d6"),
            "deliveries",
            Map.of("d6", "2:1\n{6}"),
            "dead",
            Map.of("d1.2 13 a", "now-30s", "d2~ 1 b", "now-20s", "d3 1 c", "now-10s"),
            "dead:events",
            Map.of("d1.2 13 a", "{facts}\n{1\n}", "d2~ 1 b", "{facts}\n{2}", "d3 1 c", "{}\n{3}")));

    List<Object> reply = redrive("d2~ 1 b", "d1.2 13 a");

    Map<String, Object> after =
        inGroup(
            "sequence",
            "9",
            "counts",
            Map.of("d:dead", "1", "d:ready", "3"),
            "events:default:front",
            List.of("d6", "d8", "d9"),
            "events:default:wake",
            List.of("1"),
            "deliveries",
            Map.of("d6", "2:1\n{6}", "d8", "1:0\n{2}", "d9", "13:0\n{1\n}"),
            "dead",
            Map.of("d3 1 c", "now-10s"),
            "dead:events",
            Map.of("d3 1 c", "{}\n{3}"));
    assertThat(reply).containsExactly(2L);
    assertThat(bench.state()).isEqualTo(after);
    assertThat(redrive("d2~ 1 b", "d1.2 13 a")).containsExactly(0L);
    assertThat(bench.state()).isEqualTo(after);
  }

  @Test
  void putsEachIntoItsOwnQueueAndWakesThatQueueOnce() {
    bench.given(
        inGroup(
            "counts",
            Map.of("h:dead", "2", "l:dead", "1"),
            "dead",
            Map.of("h1 1 a", "now-30s", "h2 1 b", "now-20s", "l3 1 c", "now-10s"),
            "dead:events",
            Map.of("h1 1 a", "{}\n{1}", "h2 1 b", "{}\n{2}", "l3 1 c", "{}\n{3}")));

    assertThat(redrive("h1 1 a", "h2 1 b", "l3 1 c")).containsExactly(3L);

    assertThat(bench.state())
        .isEqualTo(
            inGroup(
                "sequence",
                "3",
                "counts",
                Map.of("h:dead", "0", "h:ready", "2", "l:dead", "0", "l:ready", "1"),
                "events:high:front",
                List.of("h1", "h2"),
                "events:high:wake",
                List.of("1"),
                "events:low:front",
                List.of("l3"),
                "events:low:wake",
                List.of("1"),
                "deliveries",
                Map.of("h1", "1:0\n{1}", "h2", "1:0\n{2}", "l3", "1:0\n{3}")));
  }

  @Test
  void givesAnElementThatNamesNoHandlersBackAsItCame() {
    bench.given(
        inGroup(
            "counts",
            Map.of("d:dead", "1"),
            "dead",
            Map.of("d1.0 0 unreadable-d1.0", "now-30s"),
            "dead:events",
            Map.of("d1.0 0 unreadable-d1.0", "{facts}\nnot ours")));

    assertThat(redrive("d1.0 0 unreadable-d1.0")).containsExactly(1L);

    assertThat(bench.state())
        .isEqualTo(
            inGroup(
                "sequence",
                "1",
                "counts",
                Map.of("d:dead", "0", "d:ready", "1"),
                "events:default:front",
                List.of("d1.0"),
                "events:default:wake",
                List.of("1"),
                "deliveries",
                Map.of("d1.0", "\nnot ours")));
  }

  @Test
  void findsNothingInAnUnknownGroup() {
    assertThat(redrive("d1 1 a")).containsExactly(0L);
    assertThat(redrive()).containsExactly(0L);
    assertThat(bench.state()).isEmpty();
  }

  @Test
  void listsNoLongerWhatHasLostItsBody() {
    bench.given(inGroup("dead", Map.of("d1 1 a", "now-30s")));

    assertThat(redrive("d1 1 a")).containsExactly(0L);

    assertThat(bench.state()).isEmpty();
  }
}
