package dev.postbus.benchmarks.bus;

import dev.postbus.benchmarks.harness.Order;

/** Consumer. */
final class Consumer {
  static void check(Order order) {
    if (order.sequence() < Order.FIRST) {
      throw new IllegalArgumentException("order %d was not made here".formatted(order.sequence()));
    }
  }
}
