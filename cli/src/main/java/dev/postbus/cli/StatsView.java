package dev.postbus.cli;

import dev.postbus.QueueCounts;
import dev.postbus.cli.Table.Cell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows how groups stand, as a table or line by line. */
final class StatsView {

  private final Printer printer;
  private final String title;

  StatsView(Printer printer, Connected bus) {
    this.printer = printer;
    this.title = "%s at %s".formatted(bus.namespace(), bus.where());
  }

  /** Returns the whole picture. */
  List<String> picture(Stats stats, @Nullable Stats before, boolean watched) {
    Terminal terminal = printer.terminal();
    List<String> lines = new ArrayList<>();
    int instances = stats.groups().stream().mapToInt(Stats.Group::instances).sum();
    lines.add(
        "%s: %s, %s alive"
            .formatted(
                printer.paint(Tone.STRONG, title),
                Text.count(stats.groups().size(), "group"),
                Text.count(instances, "instance")));
    if (stats.groups().isEmpty()) {
      lines.add("No group has started here yet.");
      return lines;
    }
    lines.add("");
    lines.addAll(table(stats, before, watched).lines(terminal.width(), terminal.colours()));
    List<String> hints =
        stats.groups().stream().flatMap(group -> GroupFindings.hints(group).stream()).toList();
    if (!hints.isEmpty()) {
      lines.add("");
      hints.forEach(hint -> lines.add(printer.paint(Tone.WARNING, "! ") + hint));
    }
    return lines;
  }

  private static Table table(Stats stats, @Nullable Stats before, boolean watched) {
    Table table =
        watched
            ? new Table(
                Set.of(2, 3, 4, 5, 6, 7, 8),
                "GROUP",
                "QUEUE",
                "READY",
                "IN FLIGHT",
                "DELAYED",
                "DEAD",
                "HANDLED",
                "PER S",
                "OLDEST",
                "")
            : new Table(
                Set.of(2, 3, 4, 5, 6, 7),
                "GROUP",
                "QUEUE",
                "READY",
                "IN FLIGHT",
                "DELAYED",
                "DEAD",
                "HANDLED",
                "OLDEST",
                "");
    for (Stats.Group group : stats.groups()) {
      String name = group.group();
      for (Stats.Queue queue : group.queues()) {
        QueueCounts counts = queue.counts();
        List<Object> row = new ArrayList<>();
        row.add(Cell.of(Tone.STRONG, name));
        row.add(QueueName.of(queue.queue()));
        row.add(Cell.count(counts.ready(), Tone.PLAIN));
        row.add(Cell.count(counts.inFlight(), Tone.PLAIN));
        row.add(Cell.count(counts.delayed(), Tone.PLAIN));
        row.add(Cell.count(counts.dead(), Tone.BAD));
        row.add(Cell.count(counts.handled(), Tone.GOOD));
        if (watched) {
          Double rate = stats.handledPerSecond(before, group.group(), queue.queue());
          row.add(rate == null ? "-" : String.format(Locale.ROOT, "%,.1f", rate));
        }
        row.add(age(queue));
        row.add(queue.paused() ? Cell.of(Tone.WARNING, "paused") : "");
        table.row(row.toArray());
        name = "";
      }
    }
    return table;
  }

  private static Cell age(Stats.Queue queue) {
    return queue
        .oldest()
        .map(age -> Cell.of(GroupFindings.isOld(age) ? Tone.WARNING : Tone.PLAIN, Text.span(age)))
        .orElseGet(() -> Cell.of(Tone.QUIET, "-"));
  }

  /** Returns a line per queue, for logs. */
  List<String> lines(Stats stats) {
    List<String> lines = new ArrayList<>();
    for (Stats.Group group : stats.groups()) {
      for (Stats.Queue queue : group.queues()) {
        QueueCounts counts = queue.counts();
        lines.add(
            "%s group=%s queue=%s ready=%d inFlight=%d delayed=%d dead=%d handled=%d oldestAgeMillis=%s paused=%b instances=%d"
                .formatted(
                    stats.at(),
                    group.group(),
                    QueueName.of(queue.queue()),
                    counts.ready(),
                    counts.inFlight(),
                    counts.delayed(),
                    counts.dead(),
                    counts.handled(),
                    queue.oldest().map(Duration::toMillis).map(String::valueOf).orElse("-"),
                    queue.paused(),
                    group.instances()));
      }
    }
    return lines;
  }
}
