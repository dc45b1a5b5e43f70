package dev.postbus.cli;

import dev.postbus.DeadLetter;
import dev.postbus.EventFilter;
import dev.postbus.cli.Table.Cell;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Dead letters, newest first. */
@Command(
    name = "list",
    header = "List dead letters, newest first.",
    footer = {
      "  postbus dead list",
      "  postbus dead list --group shop --event 'payment.**' --text timeout",
      "  postbus dead list --handler 'Mailer.confirm(OrderCreated)' --limit 100 --json"
    })
final class DeadListCommand extends BusCommand {

  @Mixin private GroupOption group = new GroupOption();
  @Mixin private FilterOptions wanted = new FilterOptions();
  @Mixin private LimitOption limit = new LimitOption();

  @Override
  int run(Connected bus, Printer printer) {
    EventFilter filter = wanted.filter();
    int most = limit.get();
    String name = group.of(bus, printer.terminal());
    Search.Found<DeadLetter> found =
        Search.first(
            most, (cursor, step) -> bus.admin().findDeadLetters(name, filter, cursor, step));
    if (printer.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("group", name);
      json.put("deadLetters", found.items().stream().map(DeadLetters::json).toList());
      json.put("more", found.more());
      json.put("total", found.total());
      printer.json(json);
    } else if (found.items().isEmpty()) {
      printer.line("%s has no dead letters%s.".formatted(name, wanted.words()));
    } else {
      printer.table(table(found, bus.admin().now()));
      found.tellMore(printer);
    }
    return Postbus.ok();
  }

  /** Returns the first line; of an exception's class its simple name will do. */
  private static String shortly(String reason) {
    return Text.firstLine(reason).replaceFirst("^(?:[a-z]\\w*[.])+(?=[A-Z]\\w*(?::|$))", "");
  }

  private static Table table(Search.Found<DeadLetter> found, Instant now) {
    Table table = new Table(Set.of(3), "EVENT ID", "EVENT", "HANDLER", "TRIES", "FAILED", "REASON");
    for (DeadLetter letter : found.items()) {
      table.row(
          Cell.of(Tone.STRONG, letter.metadata().eventId()),
          letter.metadata().event(),
          DeadLetters.handler(letter),
          String.valueOf(letter.attempts()),
          Text.ago(letter.failedAt(), now),
          Cell.of(Tone.BAD, shortly(letter.reason())));
    }
    return table;
  }
}
