package dev.postbus.cli;

import picocli.CommandLine.Option;

/** How many a list shows. */
final class LimitOption {

  @Option(
      names = {"-l", "--limit"},
      paramLabel = "NUMBER",
      defaultValue = "20",
      description = "How many to show at most; ${DEFAULT-VALUE} by default.")
  private int limit = 20;

  int get() {
    if (limit < 1) {
      throw CliException.usage("--limit is %d; it must be at least 1".formatted(limit));
    }
    return limit;
  }
}
