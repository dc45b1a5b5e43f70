package dev.postbus.benchmarks.peers;

import dev.postbus.benchmarks.harness.Child;
import dev.postbus.benchmarks.harness.Latencies;
import dev.postbus.benchmarks.harness.Order;
import dev.postbus.benchmarks.harness.Pace;
import java.time.Duration;
import java.util.List;

/** A process that emits or handles through a peer that is used from Java. */
final class CarrierProcess {

  private static final Duration LOOK = Duration.ofMillis(2);

  private CarrierProcess() {}

  /** Arguments: producer or consumer, name of the carrier, port of the server. */
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[2]);
    try (Carrier carrier = Carriers.valueOf(arguments[1]).connect(port)) {
      Latencies latencies = new Latencies();
      if (arguments[0].equals("consumer")) {
        carrier.receive(
            order -> {
              check(order);
              if (order.hasTime()) {
                latencies.add(Pace.nowMicros() - order.dueMicros());
              }
            });
      }
      Child.serve((command, words) -> answer(carrier, latencies, command, words));
    }
    System.exit(0);
  }

  private static void check(Order order) {
    if (order.sequence() < Order.FIRST || order.cents() != Order.CENTS) {
      throw new IllegalArgumentException("this order was not made here: " + order);
    }
  }

  /** Waits until so many are acknowledged and the server knows it, or for that long. */
  private static long await(Carrier carrier, long count, Duration limit) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    while (carrier.acknowledged() < count && System.nanoTime() < end) {
      Pace.pause(LOOK);
    }
    carrier.confirm();
    return carrier.acknowledged();
  }

  private static Object answer(
      Carrier carrier, Latencies latencies, String command, List<String> words) throws Exception {
    return switch (command) {
      case "send" -> {
        carrier.send(Long.parseLong(words.get(0)));
        yield "done";
      }
      case "delay" ->
          carrier.delay(
              Integer.parseInt(words.get(0)),
              Long.parseLong(words.get(1)) / 1_000,
              Long.parseLong(words.get(2)) / 1_000);
      case "await" ->
          await(
              carrier,
              Long.parseLong(words.get(0)),
              Duration.ofMillis(Long.parseLong(words.get(1))));
      case "handled" -> carrier.acknowledged();
      case "latencies" -> latencies.take();
      default -> throw new IllegalArgumentException(command);
    };
  }
}
