package dev.postbus.redisson;

import dev.postbus.EventQueue;
import dev.postbus.engine.EngineTime;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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

  private static final String TOKEN = "1";

  private final Map<EventQueue, Wait> waits = new EnumMap<>(EventQueue.class);
  private final long guardSeconds;
  private final EngineTime time;
  private final Consumer<EventQueue> signal;
  private volatile boolean closed;

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
    this.signal = signal;
  }

  /** Asks for one signal of the queue; changes nothing while one is awaited. */
  void arm(EventQueue queue) {
    waits.get(queue).arm();
  }

  /** Ends all waits; there are no signals any more. */
  void close() {
    closed = true;
    waits.values().forEach(Wait::end);
  }

  private final class Wait {

    private final EventQueue queue;
    private final RBlockingQueue<String> tokens;
    private final AtomicBoolean armed = new AtomicBoolean();

    Wait(EventQueue queue, RBlockingQueue<String> tokens) {
      this.queue = queue;
      this.tokens = tokens;
    }

    void arm() {
      if (closed || !armed.compareAndSet(false, true)) {
        return;
      }
      RFuture<String> started = tokens.pollAsync(guardSeconds, TimeUnit.SECONDS);
      started.whenComplete(this::finished);
      if (closed) {
        end();
      }
    }

    private void finished(@Nullable String token, @Nullable Throwable failure) {
      armed.set(false);
      if (closed) {
        if (token != null) {
          // Perhaps not the one that was to end it: another instance may wait for it.
          offer();
        }
        return;
      }
      if (failure == null) {
        signal.accept(queue);
      } else {
        log.debug("Waiting for work in {} failed; looking for it in a second", queue, failure);
        time.schedule(PAUSE_AFTER_FAILURE, () -> signal.accept(queue));
      }
    }

    /**
     * Ends the poll with a token. Cancelling it would drop its connection, and whatever this client
     * sends next, for whomever, might wait for seconds.
     */
    void end() {
      if (armed.get()) {
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
