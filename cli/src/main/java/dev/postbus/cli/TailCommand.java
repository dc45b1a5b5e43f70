package dev.postbus.cli;

import dev.postbus.HandledEvent;
import dev.postbus.Subscription;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Events as they are handled. */
@Command(
    name = "tail",
    header = "Show events as they are handled, live.",
    description =
        "Until Ctrl-C, at most 100 per second and instance. A line has the time, the outcome, the"
            + " event, group, handler and attempt, how long it ran, the event's id and the"
            + " payload.",
    footer = {
      "  postbus tail",
      "  postbus tail 'order.**' --group shop --outcome dead",
      "  postbus tail --count 10 --json"
    })
final class TailCommand extends BusCommand {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());
  private static final int BUFFER = 10_000;
  private static final long LOOK_MILLIS = 500;

  private enum Outcome {
    HANDLED("handled", Tone.GOOD),
    RETRIED("retried", Tone.WARNING),
    DEAD("dead", Tone.BAD);

    private final String word;
    private final Tone tone;

    Outcome(String word, Tone tone) {
      this.word = word;
      this.tone = tone;
    }

    static Tone toneOf(String word) {
      for (Outcome outcome : values()) {
        if (outcome.word.equals(word)) {
          return outcome.tone;
        }
      }
      return Tone.PLAIN;
    }
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "PATTERN",
      description = "Which events, by name or pattern, such as order.*; else all.")
  private String pattern = "**";

  @Option(
      names = {"-g", "--group"},
      paramLabel = "GROUP",
      description = "Only what this group handles; else what all do.")
  private @Nullable String group;

  @Option(
      names = "--outcome",
      paramLabel = "OUTCOME",
      description = "Only what ended so: handled, retried or dead.")
  private @Nullable Outcome outcome;

  @Option(names = "--count", paramLabel = "NUMBER", description = "End after so many.")
  private @Nullable Integer count;

  private final AtomicLong lost = new AtomicLong();

  @Override
  void check() {
    if (count != null && count < 1) {
      throw misuse("--count is %d; it must be at least 1".formatted(count));
    }
  }

  @Override
  int run(Connected bus, Printer printer) throws InterruptedException {
    if (group != null) {
      GroupOption.check(group, bus.admin().groups(), bus.namespace());
    }
    BlockingQueue<HandledEvent> seen = new ArrayBlockingQueue<>(BUFFER);
    Subscription tail;
    try {
      tail = bus.admin().tail(pattern, event -> take(event, seen));
    } catch (IllegalArgumentException bad) {
      throw misuse(String.valueOf(bad.getMessage()));
    }
    try (tail) {
      printer.note("Waiting for events; Ctrl-C ends.");
      long left = count == null ? Long.MAX_VALUE : count;
      while (left > 0 && !printer.closed()) {
        HandledEvent event = seen.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (event != null) {
          print(event, printer);
          left--;
        }
      }
    }
    return Postbus.ok();
  }

  /** Rather loses some than fall ever further behind. */
  private void take(HandledEvent event, BlockingQueue<HandledEvent> seen) {
    boolean wanted =
        (group == null || group.equals(event.group()))
            && (outcome == null || outcome.word.equals(event.outcome()));
    if (wanted && !seen.offer(event)) {
      lost.incrementAndGet();
    }
  }

  private void print(HandledEvent event, Printer printer) {
    long leftOut = event.leftOut() + lost.getAndSet(0);
    if (printer.json()) {
      Map<String, @Nullable Object> json = Json.event(event.metadata(), event.payloadJson());
      json.put("group", event.group());
      json.put("handler", event.handler());
      json.put("attempt", event.attempt());
      json.put("outcome", event.outcome());
      json.put("tookMillis", event.took().toNanos() / 1_000 / 1_000.0);
      json.put("instance", event.instance());
      json.put("leftOut", leftOut);
      printer.json(json);
      return;
    }
    if (leftOut > 0) {
      printer.line(
          printer.paint(Tone.QUIET, "... %s more left out".formatted(Text.number(leftOut))));
    }
    String line =
        "%s %s %s %s %s #%d %s %s %s"
            .formatted(
                TIME.format(Instant.now()),
                printer.paint(Outcome.toneOf(event.outcome()), "%-7s".formatted(event.outcome())),
                Text.line(event.metadata().event()),
                Text.line(event.group()),
                Text.line(event.handler()),
                event.attempt(),
                took(event),
                Text.line(event.metadata().eventId()),
                printer.paint(Tone.QUIET, Text.cut(Text.line(event.payloadJson()), 300)));
    printer.line(line);
  }

  private static String took(HandledEvent event) {
    double millis = event.took().toNanos() / 1_000_000.0;
    return millis < 10 ? String.format(Locale.ROOT, "%.1f ms", millis) : Text.span(event.took());
  }
}
