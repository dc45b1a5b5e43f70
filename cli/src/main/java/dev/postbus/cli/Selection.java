package dev.postbus.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which events an action is about: some that are named, or all that match. */
final class Selection {

  @Parameters(arity = "0..*", paramLabel = "EVENT_ID", description = "The ids of the events.")
  private List<String> eventIds = List.of();

  @Option(names = "--all", description = "Instead of ids: all, or all that match.")
  private boolean all;

  @Mixin private FilterOptions filter = new FilterOptions();

  @Option(
      names = {"-l", "--limit"},
      paramLabel = "NUMBER",
      description = "With --all: so many at most.")
  private @Nullable Integer limit;

  @Option(
      names = {"-y", "--yes"},
      description = "With --all: do not ask; needed when nobody can be asked.")
  private boolean yes;

  /** Returns what is wrong with the arguments; null when nothing is. */
  @Nullable String problem() {
    if (all == !eventIds.isEmpty()) {
      return all ? "give event ids or --all, not both" : "which? give event ids, or --all";
    }
    if (!all && !filter.handlerAlone()) {
      return "--event and --text choose among --all; an event id needs no more";
    }
    if (!all && limit != null) {
      return "--limit is for --all";
    }
    if (limit != null && limit < 1) {
      return "--limit is %d; it must be at least 1".formatted(limit);
    }
    return null;
  }

  boolean all() {
    return all;
  }

  List<String> eventIds() {
    return eventIds.stream().distinct().toList();
  }

  FilterOptions filter() {
    return filter;
  }

  int limit() {
    return limit == null ? Integer.MAX_VALUE : limit;
  }

  /** Fails when the action needs a yes that nobody can be asked for. */
  void checkCanConfirm(Printer printer) {
    if (all && !yes && !printer.terminal().interactive()) {
      throw CliException.usage(
          "nobody can be asked whether to go on; say --yes, after a look with list");
    }
  }

  /** Returns whether to go on; asks a person who did not say so. */
  boolean confirmed(Printer printer, String question) {
    return yes || printer.terminal().confirms(question);
  }
}
