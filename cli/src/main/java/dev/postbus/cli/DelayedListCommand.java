package dev.postbus.cli;

import dev.postbus.DelayedEvent;
import dev.postbus.EventFilter;
import dev.postbus.cli.Table.Cell;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What waits for its time, next due first. */
@Command(
    name = "list",
    header = "List what waits for its time, next due first.",
    footer = {
      "  postbus delayed list",
      "  postbus delayed list --group shop --event 'invoice.*' --limit 100 --json"
    })
final class DelayedListCommand extends BusCommand {

  @Mixin private GroupOption group = new GroupOption();
  @Mixin private FilterOptions wanted = new FilterOptions();
  @Mixin private LimitOption limit = new LimitOption();

  @Override
  int run(Connected bus, Printer printer) {
    EventFilter filter = wanted.filter();
    int most = limit.get();
    String name = group.of(bus, printer.terminal());
    Search.Found<DelayedEvent> found =
        Search.first(most, (cursor, step) -> bus.admin().findDelayed(name, filter, cursor, step));
    if (printer.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("group", name);
      json.put("delayed", found.items().stream().map(DelayedEvents::json).toList());
      json.put("more", found.more());
      json.put("total", found.total());
      printer.json(json);
    } else if (found.items().isEmpty()) {
      printer.line("%s has nothing delayed%s.".formatted(name, wanted.words()));
    } else {
      printer.table(table(found, bus.admin().now()));
      found.tellMore(printer);
    }
    return Postbus.ok();
  }

  private static Table table(Search.Found<DelayedEvent> found, Instant now) {
    Table table =
        new Table(Set.of(4), "EVENT ID", "EVENT", "DUE", "QUEUE", "TRIED", "HANDLER", "PAYLOAD");
    for (DelayedEvent event : found.items()) {
      table.row(
          Cell.of(Tone.STRONG, event.metadata().eventId()),
          event.metadata().event(),
          Text.until(event.dueAt(), now),
          QueueName.of(event.metadata().queue()),
          Cell.count(event.attempts(), Tone.WARNING),
          DelayedEvents.handler(event),
          Cell.of(Tone.QUIET, Text.cut(event.payloadJson(), 200)));
    }
    return table;
  }
}
