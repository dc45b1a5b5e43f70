package dev.postbus.local;

import dev.postbus.EventQueue;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The signals one step owes; they are given when the lock is released, since they call out. */
final class LocalSignals {

  private static final Logger log = LoggerFactory.getLogger(LocalSignals.class);

  /** Most steps wake nobody. */
  private List<Signal> signals = List.of();

  private record Signal(LocalConsumer consumer, EventQueue queue) {}

  void add(LocalConsumer consumer, EventQueue queue) {
    if (signals.isEmpty()) {
      signals = new ArrayList<>(2);
    }
    signals.add(new Signal(consumer, queue));
  }

  void send() {
    for (Signal signal : signals) {
      try {
        signal.consumer().signal().accept(signal.queue());
      } catch (RuntimeException failure) {
        log.error(
            "The signal for {} of consumer {} failed; what waits there may come late",
            signal.queue().queueName(),
            signal.consumer().id(),
            failure);
      }
    }
  }
}
