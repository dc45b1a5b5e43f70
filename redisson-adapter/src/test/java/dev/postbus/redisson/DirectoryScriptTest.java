package dev.postbus.redisson;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DirectoryScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  private List<Object> directory() {
    return bench.run(
        Script.DIRECTORY, List.of(bench.keys.directoryVersion(), bench.keys.directory()));
  }

  @Test
  void hasNoVersionAndNoGroupsInAnEmptyNamespace() {
    assertThat(directory()).containsExactly("", List.of());
    assertThat(bench.state()).isEmpty();
  }

  @Test
  void isReadWholeInOneStep() {
    String handlers = "[[1,\"mail\",[\"order.*\"]],[2,\"old\",[]]]";
    bench.given(
        Map.of("directory:version", "v7", "directory", Map.of("orders", handlers, "audit", "[]")));
    Map<String, Object> before = bench.state();

    List<Object> reply = directory();

    assertThat(reply.get(0)).isEqualTo("v7");
    List<?> groups = (List<?>) reply.get(1);
    assertThat(groups).hasSize(4);
    assertThat(Map.of(groups.get(0), groups.get(1), groups.get(2), groups.get(3)))
        .isEqualTo(Map.of("orders", handlers, "audit", "[]"));
    assertThat(bench.state()).isEqualTo(before);
  }
}
