package dev.postbus.cli;

import dev.postbus.DelayedEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** All that is known of the delayed deliveries of one event. */
@Command(
    name = "show",
    header = "Show all that is known of what waits.",
    description = "Payload, headers, when it is due, and for which handler.",
    footer = {
      "  postbus delayed show reminder-A-1",
      "  postbus delayed show reminder-A-1 --group shop --json"
    })
final class DelayedShowCommand extends BusCommand {

  @Parameters(paramLabel = "EVENT_ID", description = "The id of the event.")
  private String eventId = "";

  @Mixin private GroupOption group = new GroupOption();

  @Override
  int run(Connected bus, Printer printer) {
    String name = group.of(bus, printer.terminal());
    List<DelayedEvent> events = DelayedEvents.of(bus.admin(), name, eventId);
    if (events.isEmpty()) {
      throw CliException.failed(DelayedEvents.none(name, eventId));
    }
    if (printer.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("group", name);
      json.put("delayed", events.stream().map(DelayedEvents::json).toList());
      printer.json(json);
    } else {
      Instant now = bus.admin().now();
      for (int i = 0; i < events.size(); i++) {
        if (i > 0) {
          printer.line("");
        }
        print(events.get(i), new Details(printer), now);
      }
    }
    return Postbus.ok();
  }

  private static void print(DelayedEvent event, Details details, Instant now) {
    details.event(event.metadata(), now);
    details.fact("due", event.dueAt() + ", " + Text.until(event.dueAt(), now));
    details.fact("handler", DelayedEvents.handler(event));
    details.fact("attempts", String.valueOf(event.attempts()));
    details.block("payload", Json.pretty(event.payloadJson()), Tone.PLAIN);
  }
}
