package dev.postbus.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** Gives dead letters a fresh budget of attempts. */
@Command(
    name = "redrive",
    header = "Give dead letters all their attempts again.",
    description =
        "Each goes to the handler that gave it up. Do it after the cause was removed. What is done"
            + " is noted in the audit list.",
    footer = {
      "  postbus dead redrive 0198f2a4 0198f2a5 --group shop",
      "  postbus dead redrive 0198f2a4 --handler 'Mailer.confirm(OrderCreated)'",
      "  postbus dead redrive --all --event 'payment.**' --limit 100",
      "  postbus dead redrive --all --group shop --text 'connection refused' --yes --json"
    })
final class DeadRedriveCommand extends DeadAction {

  DeadRedriveCommand() {
    super(new Words("redrive", "Redrive", "redriven", "redriven"));
  }

  @Override
  int act(Connected bus, String group, List<String> keys) {
    return bus.admin().redriveAll(group, keys);
  }
}
