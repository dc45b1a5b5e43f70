package dev.postbus.redisson;

import static dev.postbus.redisson.ScriptBench.inGroup;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BindScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  /** Binds handler id and patterns, one after the other, to group g. */
  private List<Object> bind(String version, String... handlers) {
    List<Object> arguments = new ArrayList<>(List.of("g", version));
    arguments.addAll(List.of(handlers));
    return bench.run(
        Script.BIND,
        List.of(
            bench.keys.directoryVersion(),
            bench.keys.directory(),
            bench.group().handlers(),
            bench.group().handlersSeen()),
        arguments.toArray());
  }

  private static Map<String, Object> state(
      String version, Map<String, String> directory, Map<String, String> numbers, Object seen) {
    Map<String, Object> state = new TreeMap<>(inGroup("handlers", numbers, "handlers:seen", seen));
    state.put("directory:version", version);
    state.put("directory", directory);
    return state;
  }

  @Test
  void numbersTheHandlersOfANewGroup() {
    List<Object> reply = bind("v1", "mail", "[\"order.*\",\"a.**\"]", "audit", "[\"**\"]");

    String directory = "[[1,\"mail\",[\"order.*\",\"a.**\"]],[2,\"audit\",[\"**\"]]]";
    assertThat(reply).containsExactly("v1", List.of("g", directory));
    assertThat(bench.state())
        .isEqualTo(
            state(
                "v1",
                Map.of("g", directory),
                Map.of("mail", "1", "audit", "2"),
                Map.of("mail", "now+0s", "audit", "now+0s")));
  }

  @Test
  void leavesTheVersionAloneWhenNothingChanges() {
    bind("v1", "mail", "[\"order.*\"]", "odd/\"é\"", "[\"b\"]");
    bench.redis("HSET", bench.group().handlersSeen(), "mail", "now-60s");
    Map<String, Object> before = bench.state();

    List<Object> reply = bind("v2", "odd/\"é\"", "[\"b\"]");

    assertThat(reply.get(0)).isEqualTo("v1");
    assertThat(bench.state()).isEqualTo(before);
    assertThat(bind("v3").get(0)).isEqualTo("v1");
    assertThat(bench.state()).isEqualTo(before);
  }

  @Test
  void advertisesAgainWhatIsBoundAgain() {
    bind("v1", "mail", "[\"order.*\"]");
    bench.redis("HSET", bench.group().handlersSeen(), "mail", "now-3600s");

    bind("v2", "mail", "[\"order.*\"]");

    assertThat(bench.state())
        .isEqualTo(
            state(
                "v1",
                Map.of("g", "[[1,\"mail\",[\"order.*\"]]]"),
                Map.of("mail", "1"),
                Map.of("mail", "now+0s")));
  }

  @Test
  void changesPatternsAndKeepsNumberAndOtherHandlers() {
    bind("v1", "mail", "[\"order.*\"]", "audit", "[\"**\"]");

    List<Object> reply = bind("v2", "mail", "[\"order.paid\"]", "stock", "[\"a\"]");

    String directory =
        "[[1,\"mail\",[\"order.paid\"]],[2,\"audit\",[\"**\"]],[3,\"stock\",[\"a\"]]]";
    assertThat(reply).containsExactly("v2", List.of("g", directory));
    assertThat(bench.state().get("directory:version")).isEqualTo("v2");
    assertThat(bench.state("handlers")).isEqualTo(Map.of("mail", "1", "audit", "2", "stock", "3"));
  }

  @Test
  void givesAForgottenHandlerItsOldNumber() {
    bench.given(
        state(
            "v1",
            Map.of("g", "[[1,\"mail\",[]],[2,\"audit\",[\"**\"]]]"),
            Map.of("mail", "1", "audit", "2"),
            Map.of("mail", "now-60s", "audit", "now-60s")));

    bind("v2", "mail", "[\"order.*\"]");

    assertThat(bench.state().get("directory"))
        .isEqualTo(Map.of("g", "[[1,\"mail\",[\"order.*\"]],[2,\"audit\",[\"**\"]]]"));
    assertThat(bench.state("handlers")).isEqualTo(Map.of("mail", "1", "audit", "2"));
  }

  @Test
  void neverGivesANumberTwice() {
    // As when the directory was lost or written by hand: elements under way still name 1 and 2.
    bench.given(inGroup("handlers", Map.of("mail", "1", "audit", "2")));

    bind("v1", "stock", "[\"a\"]", "audit", "[\"b\"]");

    assertThat(bench.state().get("directory"))
        .isEqualTo(Map.of("g", "[[2,\"audit\",[\"b\"]],[3,\"stock\",[\"a\"]]]"));
    assertThat(bench.state("handlers")).isEqualTo(Map.of("mail", "1", "audit", "2", "stock", "3"));
  }

  @Test
  void makesAGroupWithoutHandlersKnownAndLeavesOthersAlone() {
    bench.given(Map.of("directory:version", "v1", "directory", Map.of("other", "[[1,\"x\",[]]]")));

    List<Object> reply = bind("v2");

    assertThat(reply.get(0)).isEqualTo("v2");
    assertThat(bench.state())
        .isEqualTo(
            Map.of(
                "directory:version",
                "v2",
                "directory",
                Map.of("other", "[[1,\"x\",[]]]", "g", "[]")));
  }
}
