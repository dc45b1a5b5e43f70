package dev.postbus.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.chaos.check.Verdict;
import dev.postbus.chaos.worker.EagerConsumer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs with fixed seeds: one of the bus as it is, one with a fault planted in it. */
class ChaosTest {

  @TempDir private Path logs;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @Test
  void nothingIsLostWhateverBreaks() {
    int code = Chaos.run(out, "--seconds", "15", "--seed", "4711", "--logs", logs.toString());

    assertThat(code).as(printed()).isZero();
    assertThat(printed().stripTrailing().lines().reduce((first, second) -> second))
        .hasValueSatisfying(
            last ->
                assertThat(last)
                    .matches(
                        "verdict: receipts=[1-9]\\d* handled=[1-9]\\d* dead=\\d+ lost=0"
                            + " unexpected=0 duplicates=\\d+ faults=[1-9]\\d*"));
  }

  @Test
  void aBusThatAcknowledgesBeforeItHandlesIsConvicted() throws InterruptedException {
    Options options =
        Options.parse(
            "--seconds", "8", "--seed", "7", "--scenario", "crashes", "--logs", logs.toString());

    Verdict verdict = new ChaosRun(options, out, EagerConsumer.class.getName()).run();

    assertThat(verdict.lost()).as(printed()).isNotEmpty();
    assertThat(verdict.good()).isFalse();
  }

  @Test
  void misuseIsNoRun() {
    assertThat(Chaos.run(out, "--seconds", "0")).isEqualTo(2);
    assertThat(Chaos.run(out, "--scenario", "rain")).isEqualTo(2);
    assertThat(Chaos.run(out, "--hlep")).isEqualTo(2);
  }

  @Test
  void helpNamesEveryScenario() {
    assertThat(Chaos.run(out, "--help")).isZero();

    assertThat(printed()).contains("crashes", "zombies", "redis", "connections", "--everysec");
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
