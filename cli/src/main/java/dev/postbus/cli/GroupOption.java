package dev.postbus.cli;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which group a command is about. */
final class GroupOption {

  @Option(
      names = {"-g", "--group"},
      paramLabel = "GROUP",
      description = "The group; else EVENT_BUS_GROUP, else the only one there is.")
  private @Nullable String group;

  /** Returns the group, which exists. */
  String of(Connected bus, Terminal terminal) {
    Set<String> groups = new TreeSet<>(bus.admin().groups());
    String wanted = group == null ? terminal.variable("EVENT_BUS_GROUP").orElse(null) : group;
    if (wanted == null && groups.size() > 1) {
      throw CliException.usage("which group? name one with --group: " + String.join(", ", groups));
    }
    return known(wanted, groups, bus.namespace());
  }

  /** Returns the group that was wanted, or else the only one. */
  private static String known(@Nullable String wanted, Set<String> groups, String namespace) {
    if (groups.isEmpty()) {
      throw CliException.failed(
          "there is no group in namespace \"%s\"; is --namespace right, and has one ever started?"
              .formatted(namespace));
    }
    if (wanted == null) {
      return groups.iterator().next();
    }
    return check(wanted, groups, namespace);
  }

  static String check(String wanted, Set<String> groups, String namespace) {
    if (!groups.contains(wanted)) {
      throw CliException.failed(
          "there is no group \"%s\" in namespace \"%s\"%s"
              .formatted(
                  Text.line(wanted),
                  namespace,
                  groups.isEmpty()
                      ? ", nor any other"
                      : "; there is " + String.join(", ", new TreeSet<>(groups))));
    }
    return wanted;
  }
}
