package dev.postbus.redisson;

import dev.postbus.EventQueue;
import dev.postbus.engine.EngineTime;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RBlockingQueue;
import org.redisson.api.RFuture;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for wake-up tokens of armed queues, each in one blocking poll that holds one connection.
 * Thread-safe.
 */
final class WakeUps {

  private static final Logger log = LoggerFactory.getLogger(WakeUps.class);

  /** After a failed wait the consumer looks for itself, but not at once: Redis may be away. */
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  /** Redisson itself gives a poll up some seconds after its time. */
  private static final Duration OVERDUE_AFTER = Duration.ofSeconds(10);

  private static final String TOKEN = "1";

  private final Map<EventQueue, Wait> waits = new EnumMap<>(EventQueue.class);
  private final long guardSeconds;
  private final EngineTime time;
  private final Consumer<EventQueue> signal;
  private final Reconnections reconnections;
  private volatile boolean closed;

  /** When a wait last ended without a token and so had every queue looked at. */
  private final AtomicLong lookedAround;

  /** A poll that has not ended; by its identity one is told from the next. */
  private record Poll(long sinceNanos) {}

  WakeUps(
      RedissonClient client,
      RedisKeys.Group keys,
      Duration guardPeriod,
      EngineTime time,
      Consumer<EventQueue> signal) {
    for (EventQueue queue : EventQueue.values()) {
      waits.put(
          queue, new Wait(queue, client.getBlockingQueue(keys.wake(queue), StringCodec.INSTANCE)));
    }
    // The poll knows whole seconds only, and zero means for ever.
    this.guardSeconds = Math.max(1, guardPeriod.toSeconds());
    this.time = time;
    this.lookedAround = new AtomicLong(time.nanoTime());
    this.signal = signal;
    this.reconnections = new Reconnections(client, keys.connectedChannel(), this::lookEverywhere);
  }

  /** Asks for one signal of the queue; changes nothing while one is awaited. */
  void arm(EventQueue queue) {
    waits.get(queue).arm();
  }

  /** Ends all waits; there are no signals any more. */
  void close() {
    closed = true;
    reconnections.close();
    waits.values().forEach(Wait::end);
  }

  private void lookEverywhere() {
    if (!closed) {
      waits.keySet().forEach(signal);
    }
  }

  private final class Wait {

    private final EventQueue queue;
    private final RBlockingQueue<String> tokens;
    private final AtomicReference<@Nullable Poll> underWay = new AtomicReference<>();

    Wait(EventQueue queue, RBlockingQueue<String> tokens) {
      this.queue = queue;
      this.tokens = tokens;
    }

    void arm() {
      Poll before = underWay.get();
      if (closed || (before != null && !isOverdue(before))) {
        return;
      }
      Poll poll = new Poll(time.nanoTime());
      if (!underWay.compareAndSet(before, poll)) {
        return;
      }
      if (before != null) {
        log.warn(
            "Redis has not answered a wait for work in {} that was to end after {} s; another one"
                + " is made",
            queue,
            guardSeconds);
      }
      RFuture<String> started;
      try {
        started = tokens.pollAsync(guardSeconds, TimeUnit.SECONDS);
      } catch (RuntimeException notSent) {
        underWay.compareAndSet(poll, null);
        throw notSent;
      }
      started.whenComplete((token, failure) -> finished(poll, token, failure));
      if (closed) {
        end();
      }
    }

    private boolean isOverdue(Poll poll) {
      return time.nanoTime() - poll.sinceNanos()
          > TimeUnit.SECONDS.toNanos(guardSeconds) + OVERDUE_AFTER.toNanos();
    }

    private void finished(Poll poll, @Nullable String token, @Nullable Throwable failure) {
      underWay.compareAndSet(poll, null);
      if (closed) {
        if (token != null) {
          // Perhaps not the one that was to end it: another instance may wait for it.
          offer();
        }
        return;
      }
      if (failure == null && token == null) {
        timedOut();
      } else if (failure == null) {
        signal.accept(queue);
      } else {
        log.debug("Waiting for work in {} failed; looking for it in a second", queue, failure);
        time.schedule(PAUSE_AFTER_FAILURE, () -> signal.accept(queue));
      }
    }

    /** The first queue whose wait is over has all looked at, which serves the others as well. */
    private void timedOut() {
      long now = time.nanoTime();
      long before = lookedAround.get();
      if (now - before < TimeUnit.SECONDS.toNanos(guardSeconds) / 2) {
        arm();
      } else if (lookedAround.compareAndSet(before, now)) {
        lookEverywhere();
      } else {
        arm();
      }
    }

    /**
     * Ends the poll with a token. Cancelling it would drop its connection, and whatever this client
     * sends next, for whomever, might wait for seconds.
     */
    void end() {
      if (underWay.get() != null) {
        offer();
      }
    }

    private void offer() {
      try {
        tokens
            .offerAsync(TOKEN)
            .whenComplete((offered, failure) -> log.debug("Offered a token to {}", queue, failure));
      } catch (RuntimeException clientIsGone) {
        log.debug("No token was offered to {}", queue, clientIsGone);
      }
    }
  }
}
