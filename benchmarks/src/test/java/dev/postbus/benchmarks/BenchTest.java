package dev.postbus.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.benchmarks.harness.Benchmark;
import dev.postbus.benchmarks.harness.Order;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs every subcommand once, small, so that none is found broken when figures are needed. */
class BenchTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final JsonMapper mapper = new JsonMapper();

  @TestFactory
  Stream<DynamicTest> measures() {
    return Bench.ALL.stream()
        .filter(Benchmark::isSelfContained)
        .map(benchmark -> DynamicTest.dynamicTest(benchmark.name(), () -> runsSmall(benchmark)));
  }

  private void runsSmall(Benchmark benchmark) throws Exception {
    out.reset();

    int exit =
        run(
            benchmark.name(),
            "--seconds=0.3",
            "--warmup=0.1",
            "--runs=1",
            "--events=200",
            "--json");

    assertThat(exit).as("exit code; it says %s", err).isZero();
    List<JsonNode> figures =
        out.toString(StandardCharsets.UTF_8).lines().map(mapper::readTree).toList();
    assertThat(figures).isNotEmpty();
    assertThat(figures)
        .allSatisfy(
            figure -> {
              assertThat(figure.get("benchmark").asString()).isEqualTo(benchmark.name());
              assertThat(figure.get("median").asDouble()).isFinite().isNotNegative();
              assertThat(figure.get("runs")).hasSize(1);
            });
  }

  @Test
  void helpNamesEverySubcommand() throws Exception {
    run("--help");

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(Bench.ALL.stream().map(Benchmark::summary).toList());
  }

  @Test
  void whatIsUnknownIsRefusedWithWhatIsKnown() throws Exception {
    assertThat(run("lokal")).isEqualTo(2);
    assertThat(run("local", "--secnods", "3")).isEqualTo(2);
    assertThat(run("local", "--seconds", "soon")).isEqualTo(2);

    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("\"lokal\" is not a benchmark; there are all, ")
        .contains("\"--secnods\" is not an option; there are --seconds, ")
        .contains("--seconds is \"soon\"; give a number from 0.05 to 3600");
  }

  @Test
  void everyPayloadHasTheSameSize() {
    assertThat(Order.of(0).toJson(mapper).length).isEqualTo(Order.JSON_BYTES);
    assertThat(Order.due(999_999_999, 1_795_000_000_000_000L).toJson(mapper).length)
        .isEqualTo(Order.JSON_BYTES);
  }

  private int run(String... words) throws Exception {
    return Bench.run(
        List.of(words),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }
}
