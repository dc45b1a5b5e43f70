package dev.postbus.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChaosArgumentsTest {

  @TempDir private Path directory;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return Chaos.run(stream(printed), stream(complaints), arguments);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--seconds 0    | --seconds is \"0\"; it must be a number from 1 to 86400",
        "--seconds soon | --seconds is \"soon\"; it must be a number from 1 to 86400",
        "--seed -1      | --seed is \"-1\"; it must be a number from 0 to 2147483647",
        "--rate 1       | --rate is \"1\"; it must be a number from 2 to 10000",
        "--lease-ms 10  | --lease-ms is \"10\"; it must be a number from 500 to 600000",
        "--settle x     | --settle is \"x\"; it must be a number from 1 to 86400",
        "--seconds      | --seconds wants a value",
        "--scenario rain | --scenario is \"rain\"; it must be one of [all, crashes, zombies, redis,"
            + " connections, scripts, deploys, calm]",
        "--hlep         | \"--hlep\" is no option; see ./chaos --help",
        "60             | \"60\" is no option; see ./chaos --help",
      })
  void whatCannotBeRunIsSaidInOneLine(String arguments, String complaint) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);

    assertThat(complaints.toString(StandardCharsets.UTF_8).strip())
        .isEqualTo("chaos: " + complaint);
    assertThat(printed.size()).isZero();
  }

  @Test
  void logsOfTwoRunsAreNeverMixed() throws IOException {
    Files.writeString(directory.resolve("alpha-1.1.journal"), "");

    assertThat(run("--logs", directory.toString())).isEqualTo(2);

    assertThat(complaints.toString(StandardCharsets.UTF_8).strip())
        .isEqualTo(
            "chaos: --logs is \"%s\", which is not empty; name a directory that is new or empty"
                .formatted(directory));
  }

  @Test
  void helpTellsOfEveryOptionAndEveryScenario() {
    assertThat(run("--help")).isZero();

    String help = printed.toString(StandardCharsets.UTF_8);
    assertThat(help)
        .contains("--seconds", "--seed", "--scenario", "--everysec", "--lease-ms", "--rate")
        .contains("--settle", "--logs", "exit code is 0");
    for (Scenario scenario : Scenario.values()) {
      assertThat(help).contains(scenario.shown() + " ", scenario.summary());
    }
  }
}
