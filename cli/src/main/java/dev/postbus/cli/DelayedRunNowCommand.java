package dev.postbus.cli;

import dev.postbus.DelayedEvent;
import picocli.CommandLine.Command;

/** Makes delayed deliveries due. */
@Command(
    name = "run-now",
    header = "Make delayed deliveries due now.",
    description =
        "First deliveries and retries; attempts that are used up stay so. What is done is noted in"
            + " the audit list.",
    footer = {
      "  postbus delayed run-now reminder-A-1 --group shop",
      "  postbus delayed run-now --all --handler 'Mailer.confirm(OrderCreated)' --yes"
    })
final class DelayedRunNowCommand extends DelayedAction {

  DelayedRunNowCommand() {
    super(new Words("run-now", "Make due", "made due", "madeDue"));
  }

  @Override
  boolean applies(DelayedEvent event) {
    return true;
  }

  @Override
  String key(DelayedEvent event) {
    return event.deliveryId();
  }

  @Override
  boolean act(Connected bus, String group, String key) {
    return bus.admin().runNow(group, key);
  }

  @Override
  String refusal() {
    return "it is due already";
  }
}
