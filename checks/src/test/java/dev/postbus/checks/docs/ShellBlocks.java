package dev.postbus.checks.docs;

import dev.postbus.checks.ProjectFiles;
import dev.postbus.cli.Postbus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ParameterException;

/**
 * Checks the commands of a shell block against what the project has: scripts, their options,
 * modules, plugins. Blocks marked {@code run} are also run, in the project's root.
 */
final class ShellBlocks {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final Set<String> PHASES =
      Set.of("clean", "validate", "compile", "test", "package", "verify", "install", "deploy");
  private static final Set<String> OPTIONS_WITH_VALUE = Set.of("-pl", "-rf", "-f", "-T", "-s");
  private static final Set<String> COMPOSE =
      Set.of("up", "down", "ps", "logs", "exec", "stop", "start", "restart", "pull", "config");
  private static final Set<String> REDIS_COMMANDS =
      Set.of(
          "acl",
          "client",
          "config",
          "dbsize",
          "exists",
          "get",
          "hget",
          "hgetall",
          "hlen",
          "hscan",
          "bgrewriteaof",
          "info",
          "keys",
          "latency",
          "llen",
          "lrange",
          "memory",
          "monitor",
          "ping",
          "scan",
          "scard",
          "slowlog",
          "smembers",
          "time",
          "ttl",
          "type",
          "wait",
          "waitaof",
          "zcard",
          "zcount",
          "zrange",
          "zscore");

  /**
   * Checks a block, and runs it when it asks for that.
   *
   * @return what it printed, if it was run
   * @throws AssertionError for a command that would not work, or did not
   */
  Optional<String> check(CodeBlock block) {
    String script = block.kind().equals("console") ? withoutOutput(block.text()) : block.text();
    run(List.of("bash", "-n", "-c", script), Duration.ofSeconds(10));
    List<ShellCommand> commands = ShellCommand.of(script);
    if (commands.isEmpty()) {
      throw new AssertionError("There is no command in this block; use the kind text for output");
    }
    commands.forEach(command -> check(command, commands));
    if (!block.isRun()) {
      return Optional.empty();
    }
    if (commands.stream().anyMatch(command -> command.program().equals("mvn"))) {
      throw new AssertionError("mvn cannot be run from within mvn: take the word run away");
    }
    return Optional.of(run(List.of("bash", "-euo", "pipefail", "-c", script), LIMIT));
  }

  private static String run(List<String> command, Duration limit) {
    return new Program(command, ProjectFiles.root(), limit).run(Optional.empty());
  }

  private static String withoutOutput(String session) {
    return session
        .lines()
        .filter(line -> line.startsWith("$ "))
        .map(line -> line.substring(2) + "\n")
        .collect(Collectors.joining());
  }

  private static void check(ShellCommand command, List<ShellCommand> all) {
    String program = command.program();
    switch (program) {
      case "mvn" -> checkMaven(command.arguments());
      case "docker-compose" -> checkCompose(command.arguments());
      case "docker" -> {
        require(
            command.arguments().size() > 1 && command.arguments().get(0).equals("compose"),
            "only docker compose is known");
        checkCompose(command.arguments().subList(1, command.arguments().size()));
      }
      case "redis-cli" -> checkRedisCli(command.arguments());
      case "cd" -> checkFolder(command.arguments(), all);
      case "git" -> require(command.arguments().get(0).equals("clone"), "only git clone is known");
      case "./postbus" -> checkPostbus(command.arguments());
      case "export" -> require(!command.arguments().isEmpty(), "export what?");
      default -> {
        require(
            program.startsWith("./") || program.startsWith(".ci/"),
            "\"%s\" is not a command the checks know; teach it to ShellBlocks".formatted(program));
        checkScript(program, command.arguments());
      }
    }
  }

  private static void checkScript(String program, List<String> arguments) {
    Path script = ProjectFiles.root().resolve(program).normalize();
    require(Files.isExecutable(script), program + " is not an executable file of the project");
    String text = ProjectFiles.read(script);
    // What a script does not know itself, the program of the module that it names does.
    String known =
        text
            + ProjectFiles.matching(name -> name.contains("/src/main/java/")).stream()
                .filter(
                    file ->
                        text.contains(ProjectFiles.root().relativize(file).getName(0).toString()))
                .map(ProjectFiles::read)
                .collect(Collectors.joining());
    for (String argument : arguments) {
      String word = argument.replaceFirst("=.*", "");
      require(
          word.matches("\\d+") || known.contains(word),
          "%s does not know the argument \"%s\"".formatted(program, argument));
    }
  }

  /** The program itself says whether it would take these arguments. */
  private static void checkPostbus(List<String> arguments) {
    List<String> own =
        arguments.stream().takeWhile(argument -> !argument.matches("[<>].*")).toList();
    try {
      Postbus.commandLine().parseArgs(own.toArray(String[]::new));
    } catch (ParameterException wrong) {
      throw new AssertionError("./postbus does not take this: " + wrong.getMessage(), wrong);
    }
    require(
        Files.isExecutable(ProjectFiles.root().resolve("postbus")),
        "there is no executable file ./postbus");
  }

  private static void checkMaven(List<String> arguments) {
    String pom = ProjectFiles.read(ProjectFiles.root().resolve("pom.xml"));
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (OPTIONS_WITH_VALUE.contains(argument)) {
        i++;
        require(i < arguments.size(), argument + " lacks its value");
        if (argument.equals("-pl")) {
          checkModules(arguments.get(i));
        }
      } else if (argument.startsWith("-P")) {
        String profile = argument.substring(2);
        require(pom.contains("<id>" + profile + "</id>"), "no profile " + profile + " in pom.xml");
      } else if (argument.startsWith("-Dtest=")) {
        checkTests(argument.substring("-Dtest=".length()));
      } else if (!argument.startsWith("-")) {
        checkGoal(argument, pom);
      }
    }
  }

  private static void checkModules(String modules) {
    for (String module : modules.split(",")) {
      Path pom = ProjectFiles.root().resolve(module).resolve("pom.xml");
      require(Files.exists(pom), "there is no module " + module);
    }
  }

  /** Names of classes, with or without their package, {@code *} for a part of one. */
  private static void checkTests(String tests) {
    for (String test : tests.split(",")) {
      String name = test.replaceFirst("#.*", "").replace('.', '/').replace("*", "[^/]*");
      Pattern file = Pattern.compile(".*/" + name + "\\.java");
      require(
          !ProjectFiles.matching(path -> file.matcher(path).matches()).isEmpty(),
          "there is no test " + test);
    }
  }

  /** A phase, {@code prefix:goal}, or {@code group:artifact[:version]:goal} of a plugin we pin. */
  private static void checkGoal(String goal, String pom) {
    String[] parts = goal.split(":");
    boolean known =
        switch (parts.length) {
          case 1 -> PHASES.contains(goal);
          case 2 ->
              pom.contains("<artifactId>maven-" + parts[0] + "-plugin<")
                  || pom.contains("<artifactId>" + parts[0] + "-maven-plugin<");
          default -> pom.contains("<artifactId>" + parts[1] + "<");
        };
    require(known, "\"%s\" is no phase, nor a goal of a plugin in pom.xml".formatted(goal));
  }

  private static void checkCompose(List<String> arguments) {
    require(!arguments.isEmpty(), "docker compose lacks its command");
    require(
        COMPOSE.contains(arguments.get(0)), "docker compose has no command " + arguments.get(0));
    require(
        Files.exists(ProjectFiles.root().resolve("docker-compose.yml")),
        "there is no docker-compose.yml");
  }

  private static void checkRedisCli(List<String> arguments) {
    Matcher command =
        Pattern.compile("^(?:-[hpna] \\S+ |--\\S+ )*(\\w+)?.*$")
            .matcher(String.join(" ", arguments));
    require(command.matches(), "redis-cli is called in a way the checks do not understand");
    require(
        command.group(1) == null
            || REDIS_COMMANDS.contains(command.group(1).toLowerCase(Locale.ROOT)),
        "redis-cli command \"%s\" is not known; teach it to ShellBlocks"
            .formatted(command.group(1)));
  }

  private static void checkFolder(List<String> arguments, List<ShellCommand> all) {
    boolean cloned = all.stream().anyMatch(command -> command.program().equals("git"));
    require(
        cloned || Files.isDirectory(ProjectFiles.root().resolve(arguments.get(0))),
        "there is no folder " + arguments.get(0));
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new AssertionError(problem);
    }
  }
}
