package dev.postbus.engine;

import dev.postbus.EventPattern;
import dev.postbus.HandledEvent;
import dev.postbus.Subscription;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Those who want to see by means of this bus what is handled anywhere. Thread-safe. */
final class Tails {

  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final EventStore store;
  private final TailMessages messages;
  private final EngineTime time;
  private final Executor executor;
  private final Set<TailWatch> watches = ConcurrentHashMap.newKeySet();

  Tails(EventStore store, TailMessages messages, EngineTime time, Executor executor) {
    this.store = store;
    this.messages = messages;
    this.time = time;
    this.executor = executor;
  }

  Subscription open(EventPattern pattern, Consumer<HandledEvent> listener) {
    TailWatch watch =
        new TailWatch(
            UUID.randomUUID().toString(),
            pattern,
            store.broadcast(),
            messages,
            time,
            executor,
            listener);
    watches.add(watch);
    boolean started = false;
    try {
      watch.start(ANSWER);
      started = true;
    } finally {
      if (!started) {
        close(watch);
      }
    }
    return () -> close(watch);
  }

  private void close(TailWatch watch) {
    if (watches.remove(watch)) {
      watch.close();
    }
  }

  void close() {
    watches.forEach(this::close);
  }
}
