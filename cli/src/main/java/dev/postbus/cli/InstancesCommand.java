package dev.postbus.cli;

import dev.postbus.InstanceInfo;
import dev.postbus.RunningHandler;
import dev.postbus.cli.Table.Cell;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Who is there. */
@Command(
    name = "instances",
    header = "Which processes are alive, and what they run now.",
    description =
        "Of what runs, the longest is shown. An instance whose lease is overdue is gone or stuck;"
            + " others take over what it holds.",
    footer = {"  postbus instances", "  postbus instances --group shop --json"})
final class InstancesCommand extends BusCommand {

  @Option(
      names = {"-g", "--group"},
      paramLabel = "GROUP",
      description = "Only those of this group; else all.")
  private @Nullable String group;

  @Override
  int run(Connected bus, Printer printer) {
    if (group != null) {
      GroupOption.check(group, new TreeSet<>(bus.admin().groups()), bus.namespace());
    }
    Instant now = bus.admin().now().truncatedTo(ChronoUnit.MILLIS);
    List<InstanceInfo> instances =
        bus.admin().instances().stream()
            .filter(instance -> group == null || instance.group().equals(group))
            .toList();
    if (printer.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("namespace", bus.namespace());
      json.put("at", now);
      json.put("instances", instances.stream().map(one -> json(one, now)).toList());
      printer.json(json);
    } else if (instances.isEmpty()) {
      printer.line("No instance is alive.");
    } else {
      printer.table(table(instances, now));
    }
    return Postbus.ok();
  }

  private static Table table(List<InstanceInfo> instances, Instant now) {
    Table table =
        new Table(Set.of(5), "GROUP", "INSTANCE", "WHERE", "STARTED", "LEASE", "HOLDS", "RUNS NOW");
    for (InstanceInfo instance : instances) {
      table.row(
          Cell.of(Tone.STRONG, instance.group()),
          instance.id(),
          instance.host() + (instance.pid() == 0 ? "" : " pid " + instance.pid()),
          Text.ago(instance.since(), now),
          lease(instance, now),
          Cell.count(instance.inFlight(), Tone.PLAIN),
          instance.running().isEmpty()
              ? Cell.of(Tone.QUIET, "nothing")
              : running(instance.running().get(0), instance.running().size() - 1, now));
    }
    return table;
  }

  private static Cell lease(InstanceInfo instance, Instant now) {
    Duration left = Duration.between(now, instance.leaseUntil());
    return instance.isAlive(now)
        ? Cell.of(Tone.GOOD, Text.span(left))
        : Cell.of(Tone.BAD, "overdue " + Text.span(left.abs()));
  }

  private static String running(RunningHandler longest, int others, Instant now) {
    return "%s %s for %s%s"
        .formatted(
            longest.handler(),
            longest.eventId(),
            Text.span(positive(Duration.between(longest.startedAt(), now))),
            others == 0 ? "" : ", and %d more".formatted(others));
  }

  private static Duration positive(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  private static Map<String, @Nullable Object> json(InstanceInfo instance, Instant now) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", instance.id());
    json.put("group", instance.group());
    json.put("host", instance.host());
    json.put("pid", instance.pid());
    json.put("since", instance.since());
    json.put("leaseUntil", instance.leaseUntil());
    json.put("overdue", !instance.isAlive(now));
    json.put("inFlight", instance.inFlight());
    json.put("handlers", new TreeSet<>(instance.handlers()));
    List<Object> running = new ArrayList<>();
    for (RunningHandler handler : instance.running()) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("handler", handler.handler());
      one.put("event", handler.event());
      one.put("eventId", handler.eventId());
      one.put("attempt", handler.attempt());
      one.put("startedAt", handler.startedAt());
      running.add(one);
    }
    json.put("running", running);
    return json;
  }
}
