package dev.postbus.cli;

import picocli.CommandLine.Command;

/** What waits for its time. */
@Command(
    name = "delayed",
    header = "List, show, cancel or run now what waits for its time.",
    description = "Delayed events wait for their time, and retries of single handlers do.",
    subcommands = {
      DelayedListCommand.class,
      DelayedShowCommand.class,
      DelayedCancelCommand.class,
      DelayedRunNowCommand.class
    },
    footer = {
      "  postbus delayed list --group shop",
      "  postbus delayed show reminder-A-1",
      "  postbus delayed cancel reminder-A-1",
      "  postbus delayed run-now --all --event 'invoice.*'"
    })
final class DelayedCommand {

  DelayedCommand() {}
}
