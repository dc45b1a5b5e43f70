package dev.postbus.sample;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * One run of the sample in this JVM.
 *
 * @param exitCode what it returned
 * @param out what it printed
 * @param err what it complained about
 */
record Run(int exitCode, List<String> out, List<String> err) {

  static Run of(Map<String, String> environment, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        Sample.run(
            List.of(arguments),
            environment,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new Ending());
    return new Run(exitCode, lines(out), lines(err));
  }

  private static List<String> lines(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8).lines().toList();
  }

  String lastLine() {
    return out.isEmpty() ? "" : out.get(out.size() - 1);
  }
}
