package dev.postbus.engine;

import dev.postbus.Durability;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A publisher for each durability: what need not wait for replicas or disks never waits behind what
 * does. Thread-safe.
 */
final class Publishers {

  private final Map<Durability, Publisher> all = new EnumMap<>(Durability.class);

  Publishers(Function<Durability, Publisher> create) {
    for (Durability durability : Durability.values()) {
      all.put(durability, create.apply(durability));
    }
  }

  /** Puts the events in line, in order, and returns what they will become. */
  List<PendingEvent> submit(List<OutgoingEvent> events, Durability durability) {
    return all.get(durability).submit(events);
  }

  /** Waits until nothing is on its way, at most the given time. */
  void flush(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    all.values()
        .forEach(one -> one.flush(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
  }

  /** Tells every emit that still waits that nobody will answer it. */
  void close() {
    all.values().forEach(Publisher::close);
  }
}
