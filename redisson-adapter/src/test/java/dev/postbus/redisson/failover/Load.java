package dev.postbus.redisson.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EmitException;
import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.testkit.contract.Eventually;
import dev.postbus.testkit.contract.Ping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Threads that emit one event after the other, whatever happens, and take down what came of it. */
final class Load implements AutoCloseable {

  /** Fail-over, and what Redisson needs to see it. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /**
   * An event whose receipt was given.
   *
   * @param number of its payload
   * @param begunAt when the emit began
   * @param receivedAt when the receipt was there
   */
  record Receipt(int number, long begunAt, long receivedAt) {

    /**
     * Returns whether it may have come from a primary that was killed, within the second before;
     * copies are behind by far less, but machines may be slow.
     */
    boolean mayBeLost(long killedAt, long promotedAt) {
      return killedAt - receivedAt < 1_000_000_000L && promotedAt - receivedAt > 0;
    }
  }

  private final AtomicInteger numbers = new AtomicInteger();
  private final Queue<Receipt> receipts = new ConcurrentLinkedQueue<>();
  private final Queue<EmitException> failures = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> surprises = new ConcurrentLinkedQueue<>();
  private final Set<Integer> handled = ConcurrentHashMap.newKeySet();
  private final AtomicInteger handlings = new AtomicInteger();
  private final EventBus consumer;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ended;

  /** Subscribes on the consumer, and has so many threads emit. */
  Load(EventBus producer, EventBus consumer, String event, int producers, EmitOptions options) {
    this.consumer = consumer;
    consumer.subscribe(
        event,
        Ping.class,
        (ping, context) -> {
          handlings.incrementAndGet();
          handled.add(ping.number());
        });
    for (int i = 0; i < producers; i++) {
      Thread thread = new Thread(() -> emitAll(producer, event, options), "load-" + i);
      thread.setUncaughtExceptionHandler((died, why) -> surprises.add(why));
      threads.add(thread);
      thread.start();
    }
  }

  private void emitAll(EventBus producer, String event, EmitOptions options) {
    while (!ended) {
      int number = numbers.incrementAndGet();
      long begunAt = System.nanoTime();
      try {
        producer.emit(event, new Ping(number), options);
        receipts.add(new Receipt(number, begunAt, System.nanoTime()));
      } catch (EmitException failure) {
        failures.add(failure);
      }
    }
  }

  List<Receipt> receipts() {
    return List.copyOf(receipts);
  }

  List<EmitException> failures() {
    return List.copyOf(failures);
  }

  /** Returns one line for the log of the build. */
  String summary(String what) {
    return ("%s: %d receipts, of their events %d lost; %d emits failed; %d handlings repeated;"
            + " longest emit %d ms")
        .formatted(
            what,
            receipts.size(),
            unhandled().size(),
            failures.size(),
            repeats(),
            receipts.stream()
                .mapToLong(receipt -> (receipt.receivedAt() - receipt.begunAt()) / 1_000_000)
                .max()
                .orElse(0));
  }

  /** Returns which events with a receipt have not been handled. */
  List<Receipt> unhandled() {
    return receipts.stream().filter(receipt -> !handled.contains(receipt.number())).toList();
  }

  /** Returns how many handlings there were beyond the first of an event. */
  int repeats() {
    return handlings.get() - handled.size();
  }

  /** Waits for so many receipts more whose emit begins from now on. */
  void awaitReceipts(int more) {
    long now = System.nanoTime();
    Eventually.within(
        PATIENCE,
        () ->
            assertThat(receipts.stream().filter(receipt -> receipt.begunAt() - now > 0).count())
                .isGreaterThanOrEqualTo(more));
  }

  /** Ends the emitting, and waits until all are handled but for those that may be lost. */
  void end(Predicate<Receipt> mayBeLost) {
    close();
    Eventually.within(
        PATIENCE, () -> assertThat(unhandled().stream().filter(mayBeLost.negate())).isEmpty());
    assertThat(surprises).isEmpty();
    // What is lost is not there; what is only late is not lost.
    EventBusAdmin admin = consumer.admin();
    Eventually.within(
        PATIENCE,
        () -> {
          QueueCounts counts = admin.counts("shop", EventQueue.DEFAULT);
          assertThat(counts.ready() + counts.inFlight()).isZero();
        });
  }

  @Override
  public void close() {
    ended = true;
    for (Thread thread : threads) {
      try {
        thread.join(PATIENCE.toMillis());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
