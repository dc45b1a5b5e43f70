package dev.postbus.cli;

import dev.postbus.Durability;
import dev.postbus.EmitOptions;
import dev.postbus.EmitReceipt;
import dev.postbus.EventPriority;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Emits an event by hand. */
@Command(
    name = "emit",
    header = "Emit an event.",
    description =
        "Every group that subscribes to its name gets it. Routes of applications do not hold here:"
            + " without --priority it goes to the default queue. It is noted in the audit list.",
    footer = {
      "  postbus emit order.created '{\"orderId\":\"A-1\"}'",
      "  postbus emit invoice.due '{}' --delay 5m --priority low --id invoice-A-1",
      "  postbus emit order.created - --json < order.json"
    })
final class EmitCommand extends BusCommand {

  @Parameters(index = "0", paramLabel = "NAME", description = "The name of the event.")
  private String name = "";

  @Parameters(
      index = "1",
      paramLabel = "JSON",
      description = "The payload; - reads it from the input.")
  private String json = "";

  @Option(names = "--priority", paramLabel = "QUEUE", description = "high, default or low.")
  private @Nullable EventPriority priority;

  @Option(
      names = "--delay",
      paramLabel = "DURATION",
      description = "When it is due, from now on, such as 30s or 2h.")
  private @Nullable Duration delay;

  @Option(
      names = "--attempts",
      paramLabel = "NUMBER",
      description = "How often each handler may try.")
  private @Nullable Integer attempts;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Its id; a repeat with the same one stores nothing more.")
  private @Nullable String eventId;

  @Option(names = "--correlation-id", paramLabel = "ID", description = "What it belongs to.")
  private @Nullable String correlationId;

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "A header; may be given several times.")
  private Map<String, String> headers = new LinkedHashMap<>();

  @Option(
      names = "--durability",
      paramLabel = "LEVEL",
      description = "How safe it must be: stored, replicated or synced.")
  private @Nullable Durability durability;

  @Override
  void check() {
    options();
    if (!json.equals("-")) {
      payload(json);
    }
  }

  private EmitOptions options() {
    EmitOptions.Builder options = EmitOptions.builder();
    try {
      if (priority != null) {
        options.priority(priority);
      }
      if (delay != null) {
        options.delay(delay);
      }
      if (attempts != null) {
        options.attempts(attempts);
      }
      if (eventId != null) {
        options.eventId(eventId);
      }
      if (correlationId != null) {
        options.correlationId(correlationId);
      }
      if (durability != null) {
        options.durability(durability);
      }
      headers.forEach(options::header);
    } catch (IllegalArgumentException bad) {
      throw misuse(String.valueOf(bad.getMessage()));
    }
    return options.build();
  }

  private JsonNode payload(String text) {
    try {
      return Json.read(text);
    } catch (JacksonException bad) {
      // Jackson goes on with where it began, which it does not know.
      throw misuse("the payload is no JSON: " + bad.getOriginalMessage().split(" \\(", 2)[0]);
    }
  }

  @Override
  int run(Connected bus, Printer printer) {
    JsonNode payload = payload(json.equals("-") ? printer.terminal().rest() : json);
    EmitReceipt receipt;
    try {
      receipt = bus.bus().emit(name, payload, options());
    } catch (IllegalArgumentException bad) {
      throw misuse(String.valueOf(bad.getMessage()));
    }
    bus.audit("emit", name + " " + receipt.eventId());
    if (printer.json()) {
      Map<String, Object> out = new LinkedHashMap<>();
      out.put("eventId", receipt.eventId());
      out.put("groups", receipt.groups());
      out.put("duplicate", receipt.duplicate());
      printer.json(out);
      return Postbus.ok();
    }
    printer.line(
        "%s %s: %s%s"
            .formatted(
                name,
                receipt.eventId(),
                receipt.groups() == 0
                    ? "no group takes it; it waits for the first that subscribes"
                    : "handed to " + Text.count(receipt.groups(), "group"),
                receipt.duplicate() ? ", when it was first emitted; nothing more was stored" : ""));
    return Postbus.ok();
  }
}
