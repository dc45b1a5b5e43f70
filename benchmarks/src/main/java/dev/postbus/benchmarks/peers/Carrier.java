package dev.postbus.benchmarks.peers;

import dev.postbus.benchmarks.harness.Order;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * A peer that is used from Java, seen from one of its processes: the safest way that is still fast.
 */
interface Carrier extends AutoCloseable {

  /** Emits so many orders; returns when the server has confirmed all. */
  void send(long orders) throws Exception;

  /** Begins to handle orders, each acknowledged when the handler has returned. */
  void receive(Consumer<Order> handler) throws Exception;

  @Override
  void close() throws IOException;

  /** Returns how many are acknowledged. */
  long acknowledged();

  /** Returns when the server has every acknowledgement that was sent until now. */
  default void confirm() throws Exception {}

  /**
   * Emits so many orders that become due one after the other in the course of {@code spread}, the
   * first after {@code lead}; both in microseconds. Returns how long before that all were stored.
   */
  default long delay(int orders, long leadMicros, long spreadMicros) throws Exception {
    throw new UnsupportedOperationException("this peer knows no delays");
  }
}
