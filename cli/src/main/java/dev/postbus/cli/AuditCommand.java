package dev.postbus.cli;

import dev.postbus.AuditEntry;
import dev.postbus.cli.Table.Cell;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What people did. */
@Command(
    name = "audit",
    header = "List what people did by hand.",
    description = "Newest first, from here and from dashboards; the newest 1,000 are kept.",
    footer = {"  postbus audit", "  postbus audit --limit 100 --json"})
final class AuditCommand extends BusCommand {

  private static final int MOST = 1_000;

  @Mixin private LimitOption limit = new LimitOption();

  @Override
  int run(Connected bus, Printer printer) {
    List<AuditEntry> entries = bus.admin().audit(0, Math.min(MOST, limit.get()));
    if (printer.json()) {
      List<Map<String, Object>> list = new ArrayList<>();
      for (AuditEntry entry : entries) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("at", entry.at());
        one.put("who", entry.who());
        one.put("action", entry.action());
        one.put("target", entry.target());
        list.add(one);
      }
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("namespace", bus.namespace());
      json.put("audit", list);
      printer.json(json);
    } else if (entries.isEmpty()) {
      printer.line("Nobody has done anything by hand yet.");
    } else {
      Instant now = bus.admin().now();
      Table table = new Table(Set.of(), "WHEN", "WHO", "ACTION", "TARGET");
      entries.forEach(
          entry ->
              table.row(
                  Text.ago(entry.at(), now),
                  entry.who(),
                  Cell.of(Tone.STRONG, entry.action()),
                  entry.target()));
      printer.table(table);
    }
    return Postbus.ok();
  }
}
