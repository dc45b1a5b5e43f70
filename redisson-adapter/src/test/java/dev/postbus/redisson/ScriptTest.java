package dev.postbus.redisson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScriptTest {

  private static final int MOST_LINES = 60;
  private static final int LONGEST_LINE = 120;

  /** The sources: what an older build left behind is none of them. */
  private static final Path FOLDER = Path.of("src/main/resources/dev/postbus/redisson");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".lua")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileIsShortAndSaysFirstWhatItDoes(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);

    assertThat(lines).hasSizeLessThanOrEqualTo(MOST_LINES);
    assertThat(lines).allMatch(line -> line.length() <= LONGEST_LINE);
    assertThat(lines.get(0).strip()).startsWith("-- ");
  }

  @ParameterizedTest
  @EnumSource(Script.class)
  void everyScriptNamesItsKeysAndItsResult(Script script) throws IOException {
    String name = script.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".lua";
    String text = Files.readString(FOLDER.resolve(name));

    assertThat(text).contains("\n-- KEYS ", "\n-- Result ");
    if (script.text().contains("ARGV[")) {
      assertThat(text).contains("\n-- ARGV ");
    }
    assertThat(script.text()).doesNotContain("@include");
    assertThat(script.sha()).matches("[0-9a-f]{40}");
  }

  /** Names of keys stand in RedisKeys alone; a script that built one would miss its slot. */
  @Test
  void noScriptSpellsAKey() throws IOException {
    for (Path file : files()) {
      assertThat(Files.readString(file)).as("%s", file).doesNotContain("postbus", "group:", "}:");
    }
  }

  @Test
  void everyFileIsUsed() throws IOException {
    for (Path file : files()) {
      String firstLine = Files.readAllLines(file).get(0);

      assertThat(Stream.of(Script.values())).anyMatch(script -> script.text().contains(firstLine));
    }
  }
}
