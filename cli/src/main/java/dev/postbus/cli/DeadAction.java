package dev.postbus.cli;

import dev.postbus.DeadLetter;
import dev.postbus.EventFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Something that is done to dead letters, step by step, and noted. */
abstract class DeadAction extends BusCommand {

  private static final int STEP = 500;

  @Mixin private Selection selection = new Selection();
  @Mixin private GroupOption group = new GroupOption();

  private final String verb;
  private final String done;

  DeadAction(String verb, String done) {
    this.verb = verb;
    this.done = done;
  }

  /** Does it to the dead letters with these keys and returns how many there still were. */
  abstract int act(Connected bus, String group, Collection<String> keys);

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
    @Nullable String handler = selection.filter().handler();
    int count = 0;
    List<String> missing = new ArrayList<>();
    for (String eventId : selection.eventIds()) {
      List<String> keys =
          DeadLetters.of(bus.admin(), name, eventId, handler).stream()
              .map(DeadLetter::key)
              .toList();
      int acted = keys.isEmpty() ? 0 : act(bus, name, keys);
      if (acted == 0) {
        missing.add(eventId);
      } else {
        bus.audit(verb, name + " " + eventId + (handler == null ? "" : " " + handler));
        count += acted;
      }
    }
    tell(printer, name, count, missing);
    missing.forEach(
        eventId ->
            printer.note(
                "postbus: group \"%s\" has no dead letter of event \"%s\"%s"
                    .formatted(name, eventId, handler == null ? "" : " for " + handler)));
    return missing.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private int all(Connected bus, Printer printer) {
    EventFilter filter = selection.filter().filter();
    String name = group.of(bus, printer.terminal());
    // Found first and acted on then: what is removed while one reads on shifts what follows.
    List<String> keys =
        Search.first(
                selection.limit(),
                (cursor, step) -> bus.admin().findDeadLetters(name, filter, cursor, step),
                letter -> Stream.of(letter.key()))
            .items()
            .stream()
            .distinct()
            .toList();
    String what = Text.count(keys.size(), "dead letter") + selection.filter().words();
    if (!keys.isEmpty()
        && !selection.confirmed(printer, "%s %s of %s?".formatted(capital(verb), what, name))) {
      throw CliException.failed("nothing was done");
    }
    int count = 0;
    try {
      for (int from = 0; from < keys.size(); from += STEP) {
        count += act(bus, name, keys.subList(from, Math.min(from + STEP, keys.size())));
      }
    } finally {
      if (count > 0) {
        bus.audit(verb, "%s %s".formatted(name, Text.count(count, "dead letter")) + words());
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
      json.put(done, count);
      json.put("missing", missing);
      printer.json(json);
    } else if (count > 0 || missing.isEmpty()) {
      printer.line(
          "%s %s of %s%s."
              .formatted(capital(done), Text.count(count, "dead letter"), name, words()));
    }
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}
