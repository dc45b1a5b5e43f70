package dev.postbus.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** Removes dead letters for good. */
@Command(
    name = "discard",
    header = "Remove dead letters for good.",
    description = "Their handlers will never see them. What is done is noted in the audit list.",
    footer = {
      "  postbus dead discard 0198f2a4 --group shop",
      "  postbus dead discard --all --handler 'Old.gone(OrderCreated)'",
      "  postbus dead discard --all --group shop --event 'test.**' --yes --json"
    })
final class DeadDiscardCommand extends DeadAction {

  DeadDiscardCommand() {
    super(new Words("discard", "Discard", "discarded", "discarded"));
  }

  @Override
  int act(Connected bus, String group, List<String> keys) {
    return bus.admin().discardAll(group, keys);
  }
}
