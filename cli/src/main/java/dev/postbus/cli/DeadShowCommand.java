package dev.postbus.cli;

import dev.postbus.DeadLetter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** All that is known of the dead letters of one event. */
@Command(
    name = "show",
    header = "Show all that is known of a dead letter.",
    description =
        "Payload, headers, attempts, and the reason with its stack trace; of each handler that gave"
            + " the event up.",
    footer = {
      "  postbus dead show 0198f2a4",
      "  postbus dead show 0198f2a4 --group shop --handler 'Mailer.confirm(OrderCreated)' --json"
    })
final class DeadShowCommand extends BusCommand {

  @Parameters(paramLabel = "EVENT_ID", description = "The id of the event.")
  private String eventId = "";

  @Option(names = "--handler", paramLabel = "ID", description = "Only that of this handler.")
  private @Nullable String handler;

  @Mixin private GroupOption group = new GroupOption();

  @Override
  int run(Connected bus, Printer printer) {
    String name = group.of(bus, printer.terminal());
    List<DeadLetter> letters = DeadLetters.of(bus.admin(), name, eventId, handler);
    if (letters.isEmpty()) {
      throw CliException.failed(DeadLetters.none(name, eventId, handler));
    }
    if (printer.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("group", name);
      json.put("deadLetters", letters.stream().map(DeadLetters::json).toList());
      printer.json(json);
    } else {
      Instant now = bus.admin().now();
      for (int i = 0; i < letters.size(); i++) {
        if (i > 0) {
          printer.line("");
        }
        print(letters.get(i), new Details(printer), now);
      }
    }
    return Postbus.ok();
  }

  private static void print(DeadLetter letter, Details details, Instant now) {
    details.event(letter.metadata(), now);
    details.fact("handler", DeadLetters.handler(letter));
    details.fact("attempts", String.valueOf(letter.attempts()));
    details.fact("failed", letter.failedAt() + ", " + Text.ago(letter.failedAt(), now));
    details.block("payload", Json.pretty(letter.payloadJson()), Tone.PLAIN);
    details.block("reason", letter.reason(), Tone.BAD);
  }
}
