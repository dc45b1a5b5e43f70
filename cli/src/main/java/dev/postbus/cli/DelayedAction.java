package dev.postbus.cli;

import dev.postbus.DelayedEvent;
import dev.postbus.EventFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Something that is done to what waits for its time, one by one, and noted. */
abstract class DelayedAction extends BusCommand {

  @Mixin private Selection selection = new Selection();
  @Mixin private GroupOption group = new GroupOption();

  private final String verb;
  private final String question;
  private final String done;
  private final String field;

  /**
   * Creates one.
   *
   * @param verb for the audit list
   * @param question what a person is asked
   * @param done what a person is told
   * @param field where JSON has how many
   */
  DelayedAction(String verb, String question, String done, String field) {
    this.verb = verb;
    this.question = question;
    this.done = done;
    this.field = field;
  }

  /** Returns whether it can be done to this one. */
  abstract boolean applies(DelayedEvent event);

  /** Returns by which id the store knows what it is done to. */
  abstract String key(DelayedEvent event);

  /** Does it and returns whether there was still something to do it to. */
  abstract boolean act(Connected bus, String group, String key);

  /** Returns why it cannot be done to an event of which something waits. */
  abstract String refusal();

  @Override
  void check() {
    @Nullable String problem = selection.problem();
    if (problem != null) {
      throw misuse(problem);
    }
    selection.checkCanConfirm(root().printer());
  }

  @Override
  int run(Connected bus, Printer printer) {
    return selection.all() ? all(bus, printer) : named(bus, printer);
  }

  private int named(Connected bus, Printer printer) {
    String name = group.of(bus, printer.terminal());
    int count = 0;
    Map<String, String> missing = new LinkedHashMap<>();
    for (String eventId : selection.eventIds()) {
      List<DelayedEvent> waiting =
          DelayedEvents.of(bus.admin(), name, eventId).stream().filter(this::wanted).toList();
      int acted = 0;
      for (DelayedEvent event : waiting) {
        if (applies(event) && act(bus, name, key(event))) {
          acted++;
        }
      }
      if (acted == 0) {
        missing.put(
            eventId,
            waiting.isEmpty()
                ? "group \"%s\" has nothing delayed of event \"%s\"".formatted(name, eventId)
                : "event \"%s\": %s".formatted(eventId, refusal()));
      } else {
        bus.audit(verb, name + " " + eventId);
        count += acted;
      }
    }
    tell(printer, name, count, new ArrayList<>(missing.keySet()));
    missing.values().forEach(problem -> printer.note("postbus: " + problem));
    return missing.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private boolean wanted(DelayedEvent event) {
    @Nullable String handler = selection.filter().handler();
    return handler == null || event.handler().filter(handler::equals).isPresent();
  }

  private int all(Connected bus, Printer printer) {
    EventFilter filter = selection.filter().filter();
    String name = group.of(bus, printer.terminal());
    // Found first and acted on then: what is removed while one reads on shifts what follows.
    List<String> keys =
        Search.first(
                selection.limit(),
                (cursor, step) -> bus.admin().findDelayed(name, filter, cursor, step),
                event -> applies(event) ? Stream.of(key(event)) : Stream.empty())
            .items()
            .stream()
            .distinct()
            .toList();
    if (!keys.isEmpty()
        && !selection.confirmed(
            printer,
            "%s %s delayed of %s%s?"
                .formatted(question, Text.number(keys.size()), name, words()))) {
      throw CliException.failed("nothing was done");
    }
    int count = 0;
    try {
      for (String key : keys) {
        count += act(bus, name, key) ? 1 : 0;
      }
    } finally {
      if (count > 0) {
        bus.audit(verb, "%s %s%s".formatted(name, Text.number(count) + " delayed", words()));
      }
    }
    tell(printer, name, count, List.of());
    return ExitCode.OK;
  }

  private String words() {
    return selection.filter().words();
  }

  private void tell(Printer printer, String name, int count, List<String> missing) {
    if (printer.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("group", name);
      json.put(field, count);
      json.put("missing", missing);
      printer.json(json);
    } else if (count > 0 || missing.isEmpty()) {
      printer.line("%s delayed of %s%s %s.".formatted(Text.number(count), name, words(), done));
    }
  }
}
