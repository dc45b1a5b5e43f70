package dev.postbus.redisson;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerScriptsTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  private void addFlows(String source, int most, Object... emitted) {
    Object[] arguments = new Object[4 + emitted.length];
    arguments[0] = source;
    arguments[1] = most;
    arguments[2] = 10_000;
    arguments[3] = "(others) (others)";
    System.arraycopy(emitted, 0, arguments, 4, emitted.length);
    assertThat(bench.run(Script.ADD_FLOWS, RedisLedger.flowKeys(bench.keys), arguments)).isEmpty();
  }

  @Test
  void flowsAreAddedUp() {
    addFlows("shop", 10, "paid", 2, "sent", 1);
    addFlows("bank", 10, "paid", 5);
    addFlows("shop", 10, "paid", 3);

    String now = String.valueOf(ScriptBench.NOW);
    assertThat(bench.state())
        .isEqualTo(
            Map.of(
                "flows",
                Map.of("shop paid", "5", "shop sent", "1", "bank paid", "5"),
                "flows:last",
                Map.of("shop paid", now, "shop sent", now, "bank paid", now)));
  }

  @Test
  void aBoundedNumberOfThemIsToldApart() {
    addFlows("shop", 2, "a", 1, "b", 1, "c", 1, "d", 1);
    addFlows("shop", 2, "a", 1, "d", 1);

    assertThat(bench.state().get("flows"))
        .isEqualTo(Map.of("shop a", "2", "shop b", "1", "(others) (others)", "3"));
  }

  @Test
  void thoseThatNobodyHasEmittedForLongMakeRoom() {
    addFlows("shop", 2, "old", 1, "new", 1);
    bench.redis("HSET", bench.keys.flowsLast(), "shop old", "now-11s");
    bench.redis("HSET", bench.keys.flowsLast(), "shop new", "now-9s");

    addFlows("bank", 2, "paid", 5, "sent", 1);

    assertThat(bench.state().get("flows"))
        .isEqualTo(Map.of("shop new", "1", "bank paid", "5", "(others) (others)", "1"));
    assertThat((Map<?, ?>) bench.state().get("flows:last")).hasSize(3);
  }

  @Test
  void theNewestNotesAreKept() {
    for (String note : List.of("1", "2", "3")) {
      assertThat(bench.run(Script.AUDIT, List.of(bench.keys.audit()), note, 2)).isEmpty();
    }

    assertThat(bench.state()).isEqualTo(Map.of("audit", List.of("3", "2")));
  }

  @Test
  void itIsTheTimeOfRedis() {
    assertThat(bench.run(Script.NOW, List.of(bench.keys.directoryVersion())))
        .containsExactly(ScriptBench.NOW);
  }
}
