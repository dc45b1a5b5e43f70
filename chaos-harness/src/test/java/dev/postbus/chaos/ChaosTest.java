package dev.postbus.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.chaos.nemesis.FaultKind;
import dev.postbus.testkit.contract.Behaviour;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs with fixed seeds, of the bus as it is, that break everything that can be broken. */
class ChaosTest {

  private static final String GOOD =
      "verdict: receipts=[1-9]\\d* handled=[1-9]\\d* dead=\\d+ lost=0 unexpected=0"
          + " duplicates=\\d+ faults=[1-9]\\d*";

  @TempDir private Path directory;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @Test
  @Behaviour({38, 39})
  void nothingIsLostWhateverBreaks() {
    int code = run("--seconds", "14", "--seed", "4711");

    assertThat(printed()).containsPattern("\n" + GOOD + "\n$");
    assertThat(code).isZero();
    assertThat(kinds()).containsAll(allBut(FaultKind.POWER_LOSS));
  }

  @Test
  @Behaviour(38)
  void aLossOfPowerCostsWhatTheDocumentedWindowAllows() {
    int code = run("--seconds", "8", "--seed", "11", "--scenario", "redis", "--everysec");

    assertThat(printed())
        .containsPattern("\nwindow: \\d+ handlings were lost of what was confirmed within 2 s")
        .containsPattern("\n" + GOOD + "\n$");
    assertThat(code).isZero();
    assertThat(kinds()).contains(FaultKind.POWER_LOSS, FaultKind.KILL_REDIS);
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--logs", directory.resolve("logs").toString()));
    return Chaos.run(out, out, all.toArray(String[]::new));
  }

  private List<FaultKind> kinds() {
    return Arrays.stream(FaultKind.values())
        .filter(kind -> printed().contains(" s " + kind + " "))
        .toList();
  }

  private static List<FaultKind> allBut(FaultKind one) {
    return Arrays.stream(FaultKind.values()).filter(kind -> kind != one).toList();
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
