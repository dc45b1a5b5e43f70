package dev.postbus.benchmarks.bus;

import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventPriority;
import dev.postbus.benchmarks.harness.Child;
import dev.postbus.benchmarks.harness.Line;
import dev.postbus.benchmarks.harness.Order;
import dev.postbus.benchmarks.harness.Pace;
import java.time.Duration;
import java.util.List;

/** The process that emits events. Every answer comes when all it emitted has its receipt. */
final class Producer {

  private final EventBus bus;

  private Producer(EventBus bus) {
    this.bus = bus;
  }

  /** Arguments: host, port. */
  public static void main(String[] arguments) throws Exception {
    try (EventBus bus = Buses.connect(arguments[0], Integer.parseInt(arguments[1]), "producer")) {
      Child.serve(new Producer(bus)::answer);
    }
  }

  private Object answer(String command, List<String> words) throws Exception {
    return switch (command) {
      case "emit" ->
          emit(
              EmitStyle.valueOf(words.get(0)), Integer.parseInt(words.get(1)), nanos(words.get(2)));
      case "fill" -> fill(Integer.parseInt(words.get(0)), EventPriority.valueOf(words.get(1)));
      case "pace" ->
          pace(
              Double.parseDouble(words.get(0)),
              nanos(words.get(1)),
              EventPriority.valueOf(words.get(2)));
      case "delay" ->
          delay(Integer.parseInt(words.get(0)), nanos(words.get(1)), nanos(words.get(2)));
      default -> throw new IllegalArgumentException(command);
    };
  }

  private static Duration nanos(String word) {
    return Duration.ofNanos(Long.parseLong(word));
  }

  /** Emits as fast as it can for that long; returns how many, and per second. */
  private String emit(EmitStyle style, int threads, Duration length) throws Exception {
    long start = System.nanoTime();
    long emitted = style.emit(bus, threads, start + length.toNanos());
    return emitted + " " + emitted * 1e9 / (System.nanoTime() - start);
  }

  /** Emits so many. */
  private String fill(int events, EventPriority priority) {
    EmitOptions options = EmitOptions.builder().priority(priority).build();
    try (Outstanding outstanding = new Outstanding(EmitStyle.OUTSTANDING)) {
      for (int i = 0; i < events; i++) {
        outstanding.add(bus.emitAsync(Order.of(i), options));
      }
    }
    return "done";
  }

  /** Emits at a rate for that long, whatever becomes of it; returns how many. */
  private long pace(double perSecond, Duration length, EventPriority priority) {
    EmitOptions options = EmitOptions.builder().priority(priority).build();
    Pace pace = new Pace(perSecond, length);
    try (Outstanding outstanding = new Outstanding(Integer.MAX_VALUE)) {
      for (int i = 0; pace.hasNext(); i++) {
        long due = pace.awaitNext();
        outstanding.add(bus.emitAsync(Order.due(i, due), options));
      }
    }
    return pace.count();
  }

  /**
   * Emits so many that become due one after the other in the course of {@code spread}, the first
   * after {@code lead}. Returns how many microseconds before that all were stored.
   */
  private long delay(int events, Duration lead, Duration spread) {
    long first = Pace.nowMicros() + lead.toNanos() / 1_000;
    try (Outstanding outstanding = new Outstanding(Line.DELAYED_UNDER_WAY)) {
      for (int i = 0; i < events; i++) {
        long due = first + (long) (spread.toNanos() / 1_000.0 * i / events);
        Duration delay = Duration.ofNanos(Math.max(0, due - Pace.nowMicros()) * 1_000);
        outstanding.add(
            bus.emitAsync(Order.due(i, due), EmitOptions.builder().delay(delay).build()));
      }
    }
    return first - Pace.nowMicros();
  }
}
