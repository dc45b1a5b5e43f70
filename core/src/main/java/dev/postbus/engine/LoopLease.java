package dev.postbus.engine;

import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registration under which a claim loop claims, and its end, with which all goes that hangs on
 * it: what is in line, and what is decided and not yet told. Once another loop has taken over,
 * nothing is given up here any more, for what there is then belongs to that one.
 *
 * <p>For the thread of the loop, but for what is marked otherwise.
 */
final class LoopLease {

  private static final Logger log = LoggerFactory.getLogger(LoopLease.class);

  private final EventBusConfig config;
  private final Sessions sessions;
  private final Settlements settlements;
  private final Map<EventQueue, QueueWorkers> workers;

  /** Any thread, set under the lock: another loop has taken over from this one. */
  private volatile boolean abandoned;

  private Delivery.@Nullable Lease held;

  LoopLease(
      EventBusConfig config,
      Sessions sessions,
      Settlements settlements,
      Map<EventQueue, QueueWorkers> workers) {
    this.config = config;
    this.sessions = sessions;
    this.settlements = settlements;
    this.workers = workers;
  }

  /** Registers; returns false when meanwhile another loop has taken over. */
  boolean open(java.util.function.Consumer<EventQueue> signal) {
    held = sessions.open(signal);
    if (abandoned) {
      sessions.lost(held);
      return false;
    }
    return true;
  }

  /** Returns what is held now, or null. */
  Delivery.@Nullable Lease held() {
    return held;
  }

  /** Returns what is held now, where something must be. */
  Delivery.Lease current() {
    if (held == null) {
      throw new IllegalStateException("no registration");
    }
    return held;
  }

  /** The store has refused it: others have what was claimed under it. */
  void lost(FencedException fenced) {
    if (abandoned) {
      return;
    }
    int unsettled = giveUp();
    log.warn(
        "{}. {} settlements are void; what had not started is dropped here and handled there."
            + " Registering anew",
        fenced.getMessage(),
        unsettled);
    config.listener().onLeaseLost(config.group());
  }

  /** Gives up what is held, and returns how many settlements are void. */
  synchronized int giveUp() {
    if (abandoned) {
      // What there is now belongs to the loop that has taken over.
      return 0;
    }
    Delivery.Lease before = held;
    held = null;
    return giveUp(before);
  }

  /** Any thread: another loop takes over, so what there is until now is given up. */
  synchronized void abandon() {
    giveUp(sessions.current());
    abandoned = true;
  }

  /** Any thread. */
  boolean isAbandoned() {
    return abandoned;
  }

  private int giveUp(Delivery.@Nullable Lease lease) {
    if (lease != null) {
      sessions.lost(lease);
    }
    for (QueueWorkers queue : workers.values()) {
      queue.takeWaiting(run -> true).forEach(HandlerRun::skip);
    }
    return settlements.clear();
  }
}
