package dev.postbus.engine;

import dev.postbus.EventBusException;
import dev.postbus.EventFlow;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what is emitted here, by event name, and tells the store now and then; nothing while
 * nothing is emitted. Thread-safe.
 */
final class FlowCounts {

  private static final Logger log = LoggerFactory.getLogger(FlowCounts.class);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration LAST_WORD = Duration.ofSeconds(1);
  private static final int MOST_NAMES = 1_000;

  private final String source;
  private final EventStore store;
  private final EngineTime time;
  private final Executor background;
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final AtomicBoolean pending = new AtomicBoolean();

  FlowCounts(String source, EventStore store, EngineTime time, Executor background) {
    this.source = source;
    this.store = store;
    this.time = time;
    this.background = background;
  }

  /** One was emitted; as quick as can be, for every emit comes here. */
  void emitted(String event) {
    LongAdder count = counts.get(event);
    if (count == null) {
      String name = counts.size() < MOST_NAMES ? event : EventFlow.OTHERS;
      count = counts.computeIfAbsent(name, unseen -> new LongAdder());
    }
    count.increment();
    if (!pending.get() && !pending.getAndSet(true)) {
      time.schedule(PAUSE, this::later);
    }
  }

  private void later() {
    try {
      background.execute(
          () -> {
            pending.set(false);
            tell();
          });
    } catch (RejectedExecutionException closing) {
      log.debug("The bus is closing, which tells what was emitted");
    }
  }

  /** Tells the store; what it does not take is told the next time. */
  private CompletionStage<Void> tell() {
    Map<String, Long> news = new HashMap<>();
    counts.forEach(
        (event, count) -> {
          long emitted = count.sumThenReset();
          if (emitted > 0) {
            news.put(event, emitted);
          }
        });
    if (news.isEmpty()) {
      return CompletableFuture.completedStage(null);
    }
    return Stages.called(() -> store.addFlows(source, news))
        .whenComplete(
            (told, failure) -> {
              if (failure != null) {
                log.debug("What was emitted could not be told; it is next time", failure);
                news.forEach((event, emitted) -> counts.get(event).add(emitted));
              }
            });
  }

  /** Tells the store the last of it; bounded in time. */
  void close() {
    try {
      Stages.await(tell(), LAST_WORD, "telling what was emitted");
    } catch (EventBusException untold) {
      log.debug("What was emitted last was not told", untold);
    }
  }
}
