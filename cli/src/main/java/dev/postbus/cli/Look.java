package dev.postbus.cli;

import dev.postbus.EventBusException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How help and errors look: an error is one line on standard error, and its exit code. */
final class Look {

  private static final int WIDTH = 100;

  /** As if by Ctrl-C. */
  private static final int INTERRUPTED = 130;

  private Look() {}

  static CommandLine apply(CommandLine line, Terminal terminal) {
    line.setOut(terminal.out());
    line.setErr(terminal.err());
    line.setColorScheme(Help.defaultColorScheme(terminal.colours() ? Help.Ansi.ON : Help.Ansi.OFF));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(WIDTH);
    line.setUsageHelpLongOptionsMaxWidth(30);
    rootHelp(line.getCommandSpec().usageMessage());
    line.registerConverter(java.time.Duration.class, Durations::parse);
    line.setParameterExceptionHandler((problem, args) -> misuse(problem));
    line.setExecutionExceptionHandler((failure, at, parsed) -> failure(failure, at));
    line.getSubcommands().values().forEach(Look::concise);
    return line;
  }

  /** Set here, as annotations of the root would be inherited. */
  private static void rootHelp(UsageMessageSpec usage) {
    usage.header("Looks into a Postbus on Redis and steers it.");
    usage.commandListHeading("%nCommands:%n");
    usage.footer(
        "",
        "Examples:",
        "  postbus stats --watch",
        "  postbus dead list --group shop --event 'order.*'",
        "  postbus doctor --host redis.example.com --user shop --password",
        "",
        "Exit codes: 0 done, 1 failed or something was not found, 2 wrong arguments.",
        "COMMAND --help tells more.");
  }

  /** The options of every command stand in the help of postbus alone. */
  private static void concise(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.descriptionHeading(usage.description().length == 0 ? "" : "%n");
    boolean positional = !command.getCommandSpec().positionalParameters().isEmpty();
    usage.parameterListHeading(positional ? "%n" : "");
    usage.commandListHeading("%nCommands:%n");
    usage.footerHeading(usage.footer().length == 0 ? "" : "%nExamples:%n");
    command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, Look::ownOptions);
    command.getSubcommands().values().forEach(Look::concise);
  }

  private static String ownOptions(Help help) {
    List<OptionSpec> own =
        help.commandSpec().options().stream()
            .filter(option -> !option.inherited() && !option.hidden())
            .filter(option -> !option.usageHelp() && !option.versionHelp())
            .sorted(Comparator.comparing(OptionSpec::longestName))
            .toList();
    Help.Layout layout = help.createDefaultLayout(own, List.of(), help.colorScheme());
    layout.addOptions(own, help.parameterLabelRenderer());
    String options = own.isEmpty() ? "" : "%n".formatted() + layout;
    return options
        + "%nOptions of every command, such as --host and --json: postbus --help%n".formatted();
  }

  private static int misuse(ParameterException problem) {
    CommandLine at = problem.getCommandLine();
    PrintWriter err = at.getErr();
    err.println("postbus: " + Text.line(String.valueOf(problem.getMessage())));
    UnmatchedArgumentException.printSuggestions(problem, err);
    err.println("See " + at.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return ExitCode.USAGE;
  }

  private static int failure(Exception failure, CommandLine at) {
    PrintWriter err = at.getErr();
    if (failure instanceof InterruptedException) {
      return INTERRUPTED;
    }
    Postbus root = (Postbus) at.getCommandSpec().root().userObject();
    if (root.debug()) {
      failure.printStackTrace(err);
    }
    err.println("postbus: " + message(failure));
    err.flush();
    return failure instanceof CliException told ? told.exitCode() : ExitCode.SOFTWARE;
  }

  /**
   * What we throw says what is wrong and what to do; of anything else at least the kind is told.
   */
  private static String message(Exception failure) {
    @Nullable String message = failure.getMessage();
    boolean ours =
        failure instanceof CliException
            || failure instanceof EventBusException
            || failure instanceof IllegalArgumentException
            || failure instanceof IllegalStateException
            || failure instanceof java.io.UncheckedIOException;
    return ours && message != null
        ? Text.line(message)
        : "unexpected %s; run it again with --debug to see where"
            .formatted(Text.line(failure.toString()));
  }
}
