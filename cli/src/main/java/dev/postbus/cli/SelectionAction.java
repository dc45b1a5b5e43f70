package dev.postbus.cli;

import dev.postbus.EventFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Something that is done to events that are named, or to all that match, and noted. */
abstract class SelectionAction extends BusCommand {

  @Mixin private Selection selection = new Selection();
  @Mixin private GroupOption group = new GroupOption();

  private final Words words;

  SelectionAction(Words words) {
    this.words = words;
  }

  /**
   * What it is called.
   *
   * @param verb for the audit list
   * @param question what a person is asked
   * @param done what a person is told
   * @param field where JSON has how many
   */
  record Words(String verb, String question, String done, String field) {}

  /**
   * What there is of one event.
   *
   * @param keys by which the store knows it
   * @param otherwise why nothing was done, when nothing was
   */
  record Found(List<String> keys, String otherwise) {}

  abstract Found find(Connected bus, String group, String eventId, @Nullable String handler);

  /** Returns the keys of all that match, at most so many. */
  abstract List<String> findAll(Connected bus, String group, EventFilter filter, int limit);

  /** Returns how many keys {@link #act} takes at once. */
  abstract int atOnce();

  /** Does it and returns to how many there still was something to do. */
  abstract int act(Connected bus, String group, List<String> keys);

  /** Returns so many of them in words. */
  abstract String some(int count);

  @Override
  final void check() {
    @Nullable String problem = selection.problem();
    if (problem != null) {
      throw misuse(problem);
    }
    selection.checkCanConfirm(root().printer());
  }

  @Override
  final int run(Connected bus, Printer printer) {
    String name = group.of(bus, printer.terminal());
    return selection.all() ? all(bus, name, printer) : named(bus, name, printer);
  }

  private int named(Connected bus, String name, Printer printer) {
    @Nullable String handler = selection.filter().handler();
    int count = 0;
    Map<String, String> missing = new LinkedHashMap<>();
    for (String eventId : selection.eventIds()) {
      Found found = find(bus, name, eventId, handler);
      int acted = found.keys().isEmpty() ? 0 : act(bus, name, found.keys());
      if (acted == 0) {
        missing.put(eventId, found.otherwise());
      } else {
        bus.audit(words.verb(), name + " " + eventId + (handler == null ? "" : " " + handler));
        count += acted;
      }
    }
    tell(printer, name, count, new ArrayList<>(missing.keySet()));
    missing.values().forEach(problem -> printer.note("postbus: " + problem));
    return missing.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private int all(Connected bus, String name, Printer printer) {
    // Found first and acted on then: what is removed while one reads on shifts what follows.
    List<String> keys =
        findAll(bus, name, selection.filter().filter(), selection.limit()).stream()
            .distinct()
            .toList();
    String which = selection.filter().words();
    if (!keys.isEmpty()
        && !selection.confirmed(
            printer,
            "%s %s of %s%s?".formatted(words.question(), some(keys.size()), name, which))) {
      throw CliException.failed("nothing was done");
    }
    int count = 0;
    try {
      for (int from = 0; from < keys.size(); from += atOnce()) {
        count += act(bus, name, keys.subList(from, Math.min(from + atOnce(), keys.size())));
      }
    } finally {
      if (count > 0) {
        bus.audit(words.verb(), "%s %s%s".formatted(name, some(count), which));
      }
    }
    tell(printer, name, count, List.of());
    return ExitCode.OK;
  }

  private void tell(Printer printer, String name, int count, List<String> missing) {
    if (printer.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("group", name);
      json.put(words.field(), count);
      json.put("missing", missing);
      printer.json(json);
    } else if (count > 0 || missing.isEmpty()) {
      printer.line(
          "%s of %s%s %s.".formatted(some(count), name, selection.filter().words(), words.done()));
    }
  }
}
