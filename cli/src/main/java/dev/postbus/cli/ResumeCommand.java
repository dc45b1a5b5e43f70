package dev.postbus.cli;

import picocli.CommandLine.Command;

/** Ends pauses. */
@Command(
    name = "resume",
    header = "End the pause of queues of a group.",
    description = "It is noted in the audit list.",
    footer = {"  postbus resume low --group shop", "  postbus resume all --group mailer --json"})
final class ResumeCommand extends PauseAction {

  ResumeCommand() {
    super(false);
  }
}
