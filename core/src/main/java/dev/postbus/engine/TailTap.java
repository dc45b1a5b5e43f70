package dev.postbus.engine;

import dev.postbus.HandledEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what is handled on this instance while somebody wants to see it, a bounded number in a
 * second; nothing, at the cost of looking at one field, while nobody does. Thread-safe.
 */
final class TailTap {

  static final String HANDLED = "handled";
  static final String RETRIED = "retried";
  static final String DEAD = "dead";

  /** Wishes are repeated every few seconds; one that is not is over. */
  static final Duration WISH_HOLDS = Duration.ofSeconds(6);

  private static final Logger log = LoggerFactory.getLogger(TailTap.class);
  private static final int MOST_PER_SECOND = 100;
  private static final int MOST_WISHES = 100;
  private static final long SECOND = 1_000_000_000L;

  private final String group;
  private final Broadcast broadcast;
  private final TailMessages messages;
  private final EngineTime time;
  private CompletionStage<Runnable> listening = CompletableFuture.completedStage(() -> {});

  private volatile List<Held> wishes = List.of();

  /** Guarded by this. */
  private long secondBegan;

  /** Guarded by this. */
  private int toldInSecond;

  /** Guarded by this. */
  private long leftOut;

  private record Held(TailMessages.Wish wish, long heardAt) {}

  TailTap(String group, Broadcast broadcast, TailMessages messages, EngineTime time) {
    this.group = group;
    this.broadcast = broadcast;
    this.messages = messages;
    this.time = time;
    this.secondBegan = time.nanoTime();
  }

  /** Begins to listen for wishes, without waiting. */
  void start() {
    listening = Stages.called(() -> broadcast.listen(TailMessages.WISHES, this::wished));
    listening.whenComplete(
        (end, failure) -> {
          if (failure != null) {
            log.debug("Wishes to see what is handled here are not heard", failure);
          }
        });
  }

  void stop() {
    wishes = List.of();
    listening.thenAccept(Runnable::run);
  }

  private void wished(byte[] message) {
    messages.wish(message).ifPresent(this::hold);
  }

  private synchronized void hold(TailMessages.Wish wish) {
    List<Held> held = new ArrayList<>(valid());
    held.removeIf(before -> before.wish().id().equals(wish.id()));
    if (held.size() < MOST_WISHES) {
      held.add(new Held(wish, time.nanoTime()));
    }
    wishes = List.copyOf(held);
  }

  private List<Held> valid() {
    long now = time.nanoTime();
    return wishes.stream().filter(held -> now - held.heardAt() < WISH_HOLDS.toNanos()).toList();
  }

  /** A run has ended and the store knows it. */
  void ended(HandlerRun run, String outcome) {
    if (!wishes.isEmpty()) {
      tell(run.delivery, run.handler.id(), run.attempt(), outcome, run.nanos());
    }
  }

  private synchronized void tell(
      Delivery delivery, String handler, int attempt, String outcome, long nanos) {
    wishes = valid();
    String event = delivery.metadata.event();
    if (wishes.stream().noneMatch(held -> held.wish().pattern().matches(event))) {
      return;
    }
    long now = time.nanoTime();
    if (now - secondBegan >= SECOND) {
      secondBegan = now;
      toldInSecond = 0;
    }
    if (toldInSecond >= MOST_PER_SECOND) {
      leftOut++;
      return;
    }
    toldInSecond++;
    HandledEvent handled =
        new HandledEvent(
            delivery.metadata,
            group,
            handler,
            attempt,
            outcome,
            Duration.ofNanos(nanos),
            delivery.envelope.payloadJson(),
            delivery.lease.consumer.id(),
            leftOut);
    leftOut = 0;
    try {
      broadcast.tell(TailMessages.EVENTS, messages.handled(handled));
    } catch (RuntimeException untold) {
      log.debug("What was handled could not be shown", untold);
    }
  }
}
