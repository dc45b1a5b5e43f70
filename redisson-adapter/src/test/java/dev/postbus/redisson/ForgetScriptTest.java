package dev.postbus.redisson;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForgetScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  private static final String BOUND =
      "[[1,\"mail\",[\"order.*\"]],[2,\"audit\",[\"**\",\"a\"]],[3,\"old\",[]]]";

  private List<Object> forget(String group, String handler) {
    return bench.run(
        Script.FORGET,
        List.of(bench.keys.directoryVersion(), bench.keys.directory()),
        group,
        "v2",
        handler);
  }

  private void bound() {
    bench.given(Map.of("directory:version", "v1", "directory", Map.of("g", BOUND, "other", BOUND)));
  }

  @Test
  void takesTheHandlersPatternsAndKeepsItsNumber() {
    bound();

    List<Object> reply = forget("g", "mail");

    assertThat(reply).containsExactly(1L);
    assertThat(bench.state())
        .isEqualTo(
            Map.of(
                "directory:version",
                "v2",
                "directory",
                Map.of(
                    "g",
                    "[[1,\"mail\",[]],[2,\"audit\",[\"**\",\"a\"]],[3,\"old\",[]]]",
                    "other",
                    BOUND)));
  }

  @Test
  void leavesTheVersionAloneWhenTheHandlerIsNotBound() {
    bound();
    Map<String, Object> before = bench.state();

    assertThat(forget("g", "old")).containsExactly(0L);
    assertThat(forget("g", "unknown")).containsExactly(0L);
    assertThat(forget("nobody", "mail")).containsExactly(0L);
    assertThat(bench.state()).isEqualTo(before);
  }

  @Test
  void forgetsTheLastHandlerOnceAndKeepsTheGroup() {
    bench.given(
        Map.of("directory:version", "v1", "directory", Map.of("g", "[[4,\"mail\",[\"a\"]]]")));

    assertThat(forget("g", "mail")).containsExactly(1L);
    assertThat(forget("g", "mail")).containsExactly(0L);
    assertThat(bench.state())
        .isEqualTo(
            Map.of("directory:version", "v2", "directory", Map.of("g", "[[4,\"mail\",[]]]")));
  }

  @Test
  void findsNothingInAnEmptyNamespace() {
    assertThat(forget("g", "mail")).containsExactly(0L);
    assertThat(bench.state()).isEmpty();
  }
}
