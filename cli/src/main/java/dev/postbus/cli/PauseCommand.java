package dev.postbus.cli;

import picocli.CommandLine.Command;

/** Pauses queues. */
@Command(
    name = "pause",
    header = "Pause queues of a group on all instances.",
    description =
        "Also across restarts. What runs finishes, emitting works, events wait. It is noted in the"
            + " audit list.",
    footer = {"  postbus pause low --group shop", "  postbus pause all --group mailer --json"})
final class PauseCommand extends PauseAction {

  PauseCommand() {
    super(true);
  }
}
