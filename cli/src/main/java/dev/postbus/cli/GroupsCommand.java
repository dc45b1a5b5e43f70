package dev.postbus.cli;

import dev.postbus.EventBusAdmin;
import dev.postbus.HandlerInfo;
import dev.postbus.InstanceInfo;
import dev.postbus.cli.Table.Cell;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Who handles what. */
@Command(
    name = "groups",
    header = "Which groups there are, and what their handlers take.",
    description =
        "Bindings are durable: they stay while a whole group is down. SEEN says when a live"
            + " instance last had the handler.",
    footer = {"  postbus groups", "  postbus groups --json"})
final class GroupsCommand extends BusCommand {

  private record Group(String name, List<InstanceInfo> instances, List<HandlerInfo> handlers) {}

  @Override
  int run(Connected bus, Printer printer) {
    EventBusAdmin admin = bus.admin();
    Instant now = admin.now();
    List<InstanceInfo> alive =
        admin.instances().stream().filter(instance -> instance.isAlive(now)).toList();
    List<Group> groups = new ArrayList<>();
    for (String name : new TreeSet<>(admin.groups())) {
      List<InstanceInfo> own =
          alive.stream().filter(instance -> instance.group().equals(name)).toList();
      groups.add(new Group(name, own, admin.handlers(name)));
    }
    if (printer.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("namespace", bus.namespace());
      json.put("groups", groups.stream().map(GroupsCommand::json).toList());
      printer.json(json);
    } else if (groups.isEmpty()) {
      printer.line("No group has started in namespace %s yet.".formatted(bus.namespace()));
    } else {
      printer.table(table(groups, now));
    }
    return Postbus.ok();
  }

  private static Table table(List<Group> groups, Instant now) {
    Table table = new Table(Set.of(1), "GROUP", "INSTANCES", "HANDLER", "SEEN", "TAKES");
    for (Group group : groups) {
      Object name = Cell.of(Tone.STRONG, group.name());
      Object instances =
          Cell.of(
              group.instances().isEmpty() ? Tone.WARNING : Tone.PLAIN,
              String.valueOf(group.instances().size()));
      if (group.handlers().isEmpty()) {
        table.row(name, instances, Cell.of(Tone.QUIET, "(no handler)"), "", "");
      }
      for (HandlerInfo handler : group.handlers()) {
        boolean live = hasLive(group, handler);
        table.row(
            name,
            instances,
            handler.id(),
            live
                ? Cell.of(Tone.GOOD, "live")
                : Cell.of(
                    Tone.WARNING,
                    handler.advertisedAt().map(at -> Text.ago(at, now)).orElse("unknown")),
            String.join(", ", handler.patterns()));
        name = "";
        instances = "";
      }
    }
    return table;
  }

  private static boolean hasLive(Group group, HandlerInfo handler) {
    return group.instances().stream()
        .anyMatch(instance -> instance.handlers().contains(handler.id()));
  }

  private static Map<String, @Nullable Object> json(Group group) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("group", group.name());
    json.put("instances", group.instances().size());
    List<Object> handlers = new ArrayList<>();
    for (HandlerInfo handler : group.handlers()) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("id", handler.id());
      one.put("patterns", handler.patterns());
      one.put("live", hasLive(group, handler));
      one.put("advertisedAt", handler.advertisedAt().orElse(null));
      handlers.add(one);
    }
    json.put("handlers", handlers);
    return json;
  }
}
