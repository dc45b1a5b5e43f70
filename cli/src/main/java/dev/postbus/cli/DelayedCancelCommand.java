package dev.postbus.cli;

import dev.postbus.DelayedEvent;
import picocli.CommandLine.Command;

/** Removes delayed events before their time. */
@Command(
    name = "cancel",
    header = "Remove delayed events before their time.",
    description =
        "For this group and for good. Retries cannot be cancelled: let them run, and discard the"
            + " dead letter if there is one. What is done is noted in the audit list.",
    footer = {
      "  postbus delayed cancel reminder-A-1 reminder-A-2 --group shop",
      "  postbus delayed cancel --all --event 'reminder.*' --text '\"A-1\"' --yes"
    })
final class DelayedCancelCommand extends DelayedAction {

  DelayedCancelCommand() {
    super(new Words("cancel", "Cancel", "cancelled", "cancelled"));
  }

  @Override
  boolean applies(DelayedEvent event) {
    return event.firstDelivery();
  }

  @Override
  String key(DelayedEvent event) {
    return event.metadata().eventId();
  }

  @Override
  boolean act(Connected bus, String group, String key) {
    return bus.admin().cancelDelayed(group, key);
  }

  @Override
  String refusal() {
    return "only retries of it wait, which cannot be cancelled";
  }
}
