package dev.postbus.cli;

import dev.postbus.EventQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Pauses queues or ends their pause, for all instances. */
abstract class PauseAction extends BusCommand {

  private static final String ALL = "all";

  @Parameters(
      arity = "1..*",
      paramLabel = "QUEUE",
      description = "high, default, low, or all of them.")
  private List<String> queues = List.of();

  @Mixin private GroupOption group = new GroupOption();

  private final boolean pause;

  PauseAction(boolean pause) {
    this.pause = pause;
  }

  @Override
  void check() {
    wanted();
  }

  private TreeSet<EventQueue> wanted() {
    TreeSet<EventQueue> wanted = new TreeSet<>();
    for (String queue : queues) {
      if (queue.equalsIgnoreCase(ALL)) {
        wanted.addAll(List.of(EventQueue.values()));
        continue;
      }
      wanted.add(
          Arrays.stream(EventQueue.values())
              .filter(known -> known.name().equals(queue.toUpperCase(Locale.ROOT)))
              .findFirst()
              .orElseThrow(
                  () ->
                      misuse(
                          "there is no queue \"%s\"; name high, default, low or all"
                              .formatted(queue))));
    }
    return wanted;
  }

  @Override
  int run(Connected bus, Printer printer) {
    String name = group.of(bus, printer.terminal());
    List<Map<String, Object>> done = new ArrayList<>();
    for (EventQueue queue : wanted()) {
      if (pause) {
        bus.admin().pause(name, queue);
      } else {
        bus.admin().resume(name, queue);
      }
      bus.audit(pause ? "pause" : "resume", name + " " + queue);
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("queue", queue);
      one.put("paused", pause);
      done.add(one);
      if (!printer.json()) {
        printer.line(
            "%s/%s is %s; %s."
                .formatted(
                    name,
                    QueueName.of(queue),
                    pause ? "paused on all instances" : "running",
                    Text.waiting(bus.admin().counts(name, queue).ready())));
      }
    }
    if (printer.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("group", name);
      json.put("queues", done);
      printer.json(json);
    }
    return Postbus.ok();
  }
}
