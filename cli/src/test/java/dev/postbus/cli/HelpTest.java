package dev.postbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

class HelpTest {

  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  private static Run run(String... arguments) {
    return new Run(Map.of(), false, "").execute(arguments);
  }

  private static List<CommandLine> commands(CommandLine from) {
    List<CommandLine> all = new ArrayList<>(List.of(from));
    from.getSubcommands().values().forEach(sub -> all.addAll(commands(sub)));
    return all.stream()
        .filter(command -> !command.getCommandName().equals("generate-completion"))
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> everyCommandHasExamplesThatCanBeTyped() {
    return commands(Postbus.commandLine()).stream()
        .map(
            command ->
                DynamicTest.dynamicTest(
                    command.getCommandSpec().qualifiedName(), () -> check(command)));
  }

  private static void check(CommandLine command) {
    String help = command.getUsageMessage();
    List<String> examples = help.lines().filter(line -> line.startsWith("  postbus ")).toList();

    assertThat(help).contains("Examples:");
    assertThat(help.lines()).allMatch(line -> line.length() <= 100);
    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      Postbus.commandLine().parseArgs(words(example.strip().replaceFirst(" < .*", "")));
    }
  }

  private static String[] words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return words.subList(1, words.size()).toArray(String[]::new);
  }

  @Test
  void helpAndVersionNeedNoRedis() {
    Run help = run("--help");
    Run ofACommand = run("dead", "redrive", "--help");
    Run version = run("--version");

    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("Where the bus is:", "  doctor ", "Exit codes: 0 done");
    assertThat(ofACommand.out())
        .contains("Usage: postbus dead redrive [OPTIONS] [EVENT_ID...]")
        .contains("such as --host and --json: postbus --help")
        .doesNotContain("--tls");
    assertThat(version.out()).startsWith("postbus ").contains(" on Java ");
  }

  @Test
  void wrongArgumentsAreToldInAFewLines() {
    Run nothing = run();
    Run unknown = run("stast");
    Run option = run("dead", "list", "--colour");

    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.out()).isEmpty();
    assertThat(nothing.err()).contains("Usage: postbus").contains("which command?");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("stast").contains("stats");
    assertThat(option.code()).isEqualTo(2);
    assertThat(option.err())
        .isEqualTo(
            """
            postbus: Unknown option: '--colour'
            Possible solutions: --config
            See postbus dead list --help
            """);
  }

  @Test
  void completionKnowsTheCommands() {
    assertThat(run("generate-completion").out()).contains("redrive").contains("run-now");
  }
}
