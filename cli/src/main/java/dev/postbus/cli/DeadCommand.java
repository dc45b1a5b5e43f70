package dev.postbus.cli;

import picocli.CommandLine.Command;

/** What handlers gave up. */
@Command(
    name = "dead",
    header = "List, show, redrive or discard what handlers gave up.",
    description = "There is one dead letter per event and handler.",
    subcommands = {
      DeadListCommand.class,
      DeadShowCommand.class,
      DeadRedriveCommand.class,
      DeadDiscardCommand.class
    },
    footer = {
      "  postbus dead list --group shop --event 'order.*'",
      "  postbus dead show 0198f2a4 --group shop",
      "  postbus dead redrive 0198f2a4 --group shop",
      "  postbus dead redrive --all --group shop --text 'connection refused'"
    })
final class DeadCommand {

  DeadCommand() {}
}
