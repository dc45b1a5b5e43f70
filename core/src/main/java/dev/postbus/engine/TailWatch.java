package dev.postbus.engine;

import dev.postbus.EventPattern;
import dev.postbus.HandledEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody who wants to see what is handled: says so every few seconds, and is shown it one after
 * the other on a thread of the bus. Thread-safe.
 */
final class TailWatch {

  private static final Logger log = LoggerFactory.getLogger(TailWatch.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int MOST_WAITING = 1_000;

  private final TailMessages.Wish wish;
  private final Broadcast broadcast;
  private final TailMessages messages;
  private final EngineTime time;
  private final Executor executor;
  private final Consumer<HandledEvent> listener;

  /** Guarded by this. */
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();

  /** Guarded by this. */
  private long leftOut;

  /** Guarded by this. */
  private boolean showing;

  private volatile boolean closed;
  private volatile Runnable cancel = () -> {};
  private volatile CompletionStage<Runnable> listening = CompletableFuture.completedStage(() -> {});

  TailWatch(
      String id,
      EventPattern pattern,
      Broadcast broadcast,
      TailMessages messages,
      EngineTime time,
      Executor executor,
      Consumer<HandledEvent> listener) {
    this.wish = new TailMessages.Wish(id, pattern);
    this.broadcast = broadcast;
    this.messages = messages;
    this.time = time;
    this.executor = executor;
    this.listener = listener;
  }

  /** Begins, once it is sure that nothing shown is missed. */
  void start(Duration atMost) {
    listening = Stages.called(() -> broadcast.listen(TailMessages.EVENTS, this::arrived));
    Stages.await(listening, atMost, "listening to what is handled");
    say();
  }

  private void say() {
    if (!closed) {
      try {
        broadcast.tell(TailMessages.WISHES, messages.wish(wish));
      } catch (RuntimeException untold) {
        log.debug("The wish to see what is handled could not be told; it is again", untold);
      }
      cancel = time.schedule(PAUSE, this::say);
    }
  }

  private void arrived(byte[] message) {
    synchronized (this) {
      if (closed) {
        return;
      }
      if (waiting.size() >= MOST_WAITING) {
        leftOut++;
        return;
      }
      waiting.add(message);
      if (showing) {
        return;
      }
      showing = true;
    }
    try {
      executor.execute(this::show);
    } catch (RejectedExecutionException closing) {
      log.debug("Nothing is shown any more: the bus is closed");
    }
  }

  private void show() {
    for (Next next = next(); next != null; next = next()) {
      long more = next.leftOut();
      messages
          .handled(next.message())
          .filter(handled -> wish.pattern().matches(handled.metadata().event()))
          .ifPresent(handled -> show(handled.withLeftOut(more)));
    }
  }

  private record Next(byte[] message, long leftOut) {}

  private synchronized @Nullable Next next() {
    byte[] message = closed ? null : waiting.poll();
    if (message == null) {
      showing = false;
      return null;
    }
    Next next = new Next(message, leftOut);
    leftOut = 0;
    return next;
  }

  private void show(HandledEvent handled) {
    try {
      listener.accept(handled);
    } catch (Exception | AssertionError | LinkageError | StackOverflowError failure) {
      log.error("Whoever is shown what is handled has failed; the next is shown", failure);
    }
  }

  void close() {
    closed = true;
    cancel.run();
    // Also when it only begins now, after nobody would wait for it any longer.
    listening.thenAccept(Runnable::run);
    synchronized (this) {
      waiting.clear();
    }
  }
}
