package dev.postbus.benchmarks.bus;

import dev.postbus.EventBusPort;
import dev.postbus.benchmarks.harness.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The ways to emit as much as possible. */
enum EmitStyle {
  /** One blocking call after the other. */
  BLOCKING {
    @Override
    long emitUntil(EventBusPort bus, long endNanos) {
      long emitted = 0;
      while (System.nanoTime() < endNanos) {
        bus.emit(Order.of(emitted++));
      }
      return emitted;
    }
  },
  /** Asynchronous calls, {@link #OUTSTANDING} of them without a receipt. */
  ASYNC {
    @Override
    long emitUntil(EventBusPort bus, long endNanos) {
      long emitted = 0;
      try (Outstanding outstanding = new Outstanding(OUTSTANDING)) {
        while (System.nanoTime() < endNanos) {
          outstanding.add(bus.emitAsync(Order.of(emitted++)));
        }
      }
      return emitted;
    }
  },
  /** Lists of {@link #LIST} in a call. */
  ALL {
    @Override
    long emitUntil(EventBusPort bus, long endNanos) {
      long emitted = 0;
      while (System.nanoTime() < endNanos) {
        List<Order> orders = new ArrayList<>(LIST);
        for (int i = 0; i < LIST; i++) {
          orders.add(Order.of(emitted++));
        }
        bus.emitAll(orders);
      }
      return emitted;
    }
  };

  /** So many asynchronous emits may be without a receipt. */
  static final int OUTSTANDING = 4_000;

  /** So many lists a flood has on their way, each in a thread: what the peers have is no less. */
  static final int LISTS_AT_ONCE = 4;

  /** The length of a list. */
  static final int LIST = 500;

  /** Emits until then and returns how many. */
  abstract long emitUntil(EventBusPort bus, long endNanos);

  /** The same in several threads at once. */
  long emit(EventBusPort bus, int threads, long endNanos) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Long>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        tasks.add(() -> emitUntil(bus, endNanos));
      }
      long emitted = 0;
      for (Future<Long> done : executor.invokeAll(tasks)) {
        emitted += done.get();
      }
      return emitted;
    } finally {
      executor.shutdown();
    }
  }
}
