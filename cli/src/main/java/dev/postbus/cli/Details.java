package dev.postbus.cli;

import dev.postbus.EventMetadata;
import java.time.Instant;

/** Prints all that is known of one event, a line per fact. */
final class Details {

  private static final String LABEL = "%-12s";

  private final Printer printer;

  Details(Printer printer) {
    this.printer = printer;
  }

  void fact(String name, String value) {
    printer.line(printer.paint(Tone.QUIET, LABEL.formatted(name)) + Text.line(value));
  }

  void event(EventMetadata event, Instant now) {
    fact("event", event.event());
    fact("id", event.eventId());
    fact("emitted", event.timestamp() + ", " + Text.ago(event.timestamp(), now));
    fact("source", event.source());
    fact("queue", QueueName.of(event.queue()));
    event.correlationId().ifPresent(id -> fact("correlation", id));
    event.headers().forEach((name, value) -> fact("header", name + ": " + value));
  }

  /** Prints a text of several lines below its name. */
  void block(String name, String text, Tone tone) {
    printer.line(printer.paint(Tone.QUIET, name));
    Text.lines(text).lines().forEach(line -> printer.line("  " + printer.paint(tone, line)));
  }
}
