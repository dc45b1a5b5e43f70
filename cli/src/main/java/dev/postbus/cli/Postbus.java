package dev.postbus.cli;

import dev.postbus.EventBusConfig;
import dev.postbus.redisson.RedisSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Looks into a bus on Redis and steers it: {@code postbus --help} tells how. */
@Command(
    name = "postbus",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    versionProvider = Version.class)
public final class Postbus implements Runnable {

  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  @ArgGroup(validate = false, heading = "%nWhere the bus is:%n")
  private ConnectionOptions connection = new ConnectionOptions();

  @ArgGroup(validate = false, heading = "%nOf every command:%n")
  private CommonOptions common = new CommonOptions();

  Postbus(Terminal terminal) {
    this.terminal = terminal;
  }

  /** What every command takes. */
  static final class CommonOptions {

    @Option(
        names = "--json",
        scope = ScopeType.INHERIT,
        description = "Print JSON, one document a line, for programs.")
    private boolean json;

    @Option(
        names = "--who",
        paramLabel = "NAME",
        scope = ScopeType.INHERIT,
        description = "Who acts, for the audit list; else your user name and machine.")
    private @Nullable String who;

    @Option(
        names = "--debug",
        scope = ScopeType.INHERIT,
        description = "Print stack traces of errors, and what libraries warn of.")
    private boolean debug;
  }

  /**
   * Runs a command and ends the JVM.
   *
   * @param args as {@code --help} explains
   */
  public static void main(String... args) {
    Logging.configure(args);
    System.exit(commandLine(Terminal.system()).execute(args));
  }

  /** Returns the commands and their options, for those who want to look at them. */
  public static CommandLine commandLine() {
    return commandLine(Terminal.system());
  }

  static CommandLine commandLine(Terminal terminal) {
    CommandLine line = new CommandLine(new Postbus(terminal));
    line.addSubcommand(new StatsCommand());
    line.addSubcommand(new GroupsCommand());
    line.addSubcommand(new InstancesCommand());
    line.addSubcommand(new TailCommand());
    line.addSubcommand(new DoctorCommand());
    line.addSubcommand(new DeadCommand());
    line.addSubcommand(new DelayedCommand());
    line.addSubcommand(new PauseCommand());
    line.addSubcommand(new ResumeCommand());
    line.addSubcommand(new EmitCommand());
    line.addSubcommand(new AuditCommand());
    line.addSubcommand(new DashboardCommand());
    line.addSubcommand(new AutoComplete.GenerateCompletion());
    return Look.apply(line, terminal);
  }

  /** Without a command there is only the help. */
  @Override
  public void run() {
    CommandSpec own = java.util.Objects.requireNonNull(spec);
    own.commandLine().usage(terminal.err());
    terminal.err().flush();
    throw new CommandLine.ParameterException(own.commandLine(), "which command?");
  }

  Printer printer() {
    return new Printer(terminal, common.json);
  }

  boolean debug() {
    return common.debug;
  }

  RedisSettings redis() {
    return connection.redis(terminal);
  }

  EventBusConfig config() {
    return connection.bus(terminal.environment());
  }

  Connected connect() {
    EventBusConfig config = config();
    return Connected.open(config, redis(), who());
  }

  private String who() {
    if (common.who != null) {
      if (common.who.isBlank()) {
        throw CliException.usage("--who is blank; give a name");
      }
      return Text.line(common.who);
    }
    return System.getProperty("user.name", "unknown") + "@" + machine() + " (postbus)";
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "unknown";
    }
  }

  static int ok() {
    return ExitCode.OK;
  }
}
