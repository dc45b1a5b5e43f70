package dev.postbus.cli;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How many events are where. */
@Command(
    name = "stats",
    header = "How many events are where, and what to look at.",
    description =
        "Counts are in deliveries: an event for three handlers counts three times. OLDEST is how"
            + " long the event at the head of the queue has waited.",
    footer = {
      "  postbus stats",
      "  postbus stats --group shop --group mailer --json",
      "  postbus stats --watch --interval 5s"
    })
final class StatsCommand extends BusCommand {

  private static final String CLEAR = "\u001b[H\u001b[2J";

  @Option(
      names = {"-g", "--group"},
      paramLabel = "GROUP",
      description = "Only this group, may be given several times; else all.")
  private List<String> groups = List.of();

  @Option(
      names = {"-w", "--watch"},
      description = "Go on until Ctrl-C: redraw on a terminal, else print a line per queue.")
  private boolean watch;

  @Option(
      names = {"-i", "--interval"},
      paramLabel = "DURATION",
      defaultValue = "2s",
      description = "How often to look while watching; ${DEFAULT-VALUE} by default.")
  private Duration interval = Duration.ofSeconds(2);

  @Option(
      names = "--count",
      paramLabel = "NUMBER",
      description = "Watch, and end after so many looks.")
  private @Nullable Integer count;

  @Override
  void check() {
    if (interval.toMillis() < 100) {
      throw misuse("--interval is shorter than 100ms; leave Redis some air");
    }
    if (count != null && count < 1) {
      throw misuse("--count is %d; it must be at least 1".formatted(count));
    }
  }

  @Override
  int run(Connected bus, Printer printer) throws InterruptedException {
    boolean watched = watch || count != null;
    int looks = watched ? count == null ? Integer.MAX_VALUE : count : 1;
    StatsView view = new StatsView(printer, bus);
    Stats before = null;
    for (int look = 0; look < looks && !printer.closed(); look++) {
      if (look > 0) {
        TimeUnit.MILLISECONDS.sleep(interval.toMillis());
      }
      Stats stats = Stats.read(bus.admin(), wanted(bus));
      print(bus, printer, view, stats, before, watched);
      before = stats;
    }
    return Postbus.ok();
  }

  private static void print(
      Connected bus,
      Printer printer,
      StatsView view,
      Stats stats,
      @Nullable Stats before,
      boolean watched) {
    if (printer.json()) {
      printer.json(stats.json(bus.namespace(), before));
    } else if (watched && printer.terminal().interactive()) {
      printer.line(CLEAR + String.join("\n", view.picture(stats, before, true)));
    } else if (watched) {
      view.lines(stats).forEach(printer::line);
    } else {
      view.picture(stats, null, false).forEach(printer::line);
    }
  }

  private Collection<String> wanted(Connected bus) {
    Set<String> known = new TreeSet<>(bus.admin().groups());
    groups.forEach(group -> GroupOption.check(group, known, bus.namespace()));
    return groups.isEmpty() ? known : groups;
  }
}
