package dev.postbus.cli;

import dev.postbus.EventFilter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to look for; all that is given must match. */
final class FilterOptions {

  @Option(
      names = "--event",
      paramLabel = "PATTERN",
      description = "Only events of this name or pattern, such as order.*")
  private @Nullable String event;

  @Option(names = "--handler", paramLabel = "ID", description = "Only what is for this handler.")
  private @Nullable String handler;

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "Only where the payload, or the reason of a failure, contains this.")
  private @Nullable String text;

  boolean isSet() {
    return event != null || handler != null || text != null;
  }

  boolean handlerAlone() {
    return event == null && text == null;
  }

  @Nullable String handler() {
    return handler;
  }

  EventFilter filter() {
    EventFilter.Builder filter = EventFilter.builder();
    try {
      if (event != null) {
        filter.event(event);
      }
    } catch (IllegalArgumentException bad) {
      throw CliException.usage("--event: " + bad.getMessage());
    }
    if (handler != null) {
      filter.handler(handler);
    }
    if (text != null) {
      filter.text(text);
    }
    return filter.build();
  }

  /** Returns what was asked for in words, with a space before; empty when everything matches. */
  String words() {
    StringBuilder words = new StringBuilder();
    words.append(event == null ? "" : " of " + event);
    words.append(handler == null ? "" : " for " + handler);
    words.append(text == null ? "" : " with \"" + text + "\"");
    String line = Text.line(words.toString());
    return line.isEmpty() ? "" : " " + line;
  }
}
