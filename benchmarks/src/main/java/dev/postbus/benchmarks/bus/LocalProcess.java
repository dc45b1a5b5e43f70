package dev.postbus.benchmarks.bus;

import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import dev.postbus.benchmarks.harness.Child;
import dev.postbus.benchmarks.harness.Order;
import dev.postbus.benchmarks.harness.Pace;
import dev.postbus.local.LocalEventBus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The process of {@link LocalThroughput}. */
final class LocalProcess {

  private static final String GROUP = "bench";
  private static final int CHUNK = 100;

  /** So many events may be unhandled before emitting pauses: enough to keep all busy. */
  private static final long WINDOW = 20_000;

  private final EventBus bus;
  private long emitted;

  private LocalProcess(EventBus bus) {
    this.bus = bus;
  }

  public static void main(String[] arguments) throws Exception {
    try (EventBus bus =
        LocalEventBus.create(EventBusConfig.builder().group(GROUP).source("bench").build())) {
      bus.subscribe(Order.class, (order, context) -> Consumer.check(order));
      bus.start();
      LocalProcess process = new LocalProcess(bus);
      Child.serve((command, words) -> process.run(Duration.ofNanos(Long.parseLong(words.get(0)))));
    }
  }

  /** Emits for that long, waits until all is handled, and returns deliveries per second. */
  private double run(Duration length) {
    long start = System.nanoTime();
    long before = emitted;
    while (System.nanoTime() - start < length.toNanos()) {
      for (int i = 0; i < WINDOW / 2; i += CHUNK) {
        List<Order> orders = new ArrayList<>(CHUNK);
        for (int j = 0; j < CHUNK; j++) {
          orders.add(Order.of(emitted++));
        }
        bus.emitAll(orders);
      }
      awaitAtMost(WINDOW / 2);
    }
    awaitAtMost(0);
    return (emitted - before) * 1e9 / (System.nanoTime() - start);
  }

  /** Waits until at most so many events are not known to be handled. */
  private void awaitAtMost(long unhandled) {
    while (emitted - bus.admin().counts(GROUP, EventQueue.DEFAULT).handled() > unhandled) {
      Pace.pause(Duration.ofNanos(200_000));
    }
  }
}
