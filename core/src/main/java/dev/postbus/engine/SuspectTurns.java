package dev.postbus.engine;

import java.time.Duration;
import java.util.List;

/**
 * Whose turn it is among the deliveries that a crash was seen with. The store holds back all but
 * one, and signals nobody when the next one may come. For the thread of the claim loop.
 */
final class SuspectTurns {

  private final Dispatcher dispatcher;
  private final EngineTime time;
  private final Duration alone;
  private final Runnable wakeUp;

  /** Whether one was claimed since all queues were last asked for one. */
  private boolean heldBack;

  SuspectTurns(Dispatcher dispatcher, EngineTime time, Duration alone, Runnable wakeUp) {
    this.dispatcher = dispatcher;
    this.time = time;
    this.alone = alone;
    this.wakeUp = wakeUp;
  }

  /** Returns whether one may be claimed. */
  boolean allowed() {
    return dispatcher.suspectsAllowed(alone);
  }

  /** Returns, once, whether others may have been held back that could be claimed now. */
  boolean nextMayCome() {
    boolean next = heldBack && allowed();
    heldBack &= !next;
    return next;
  }

  /** These were claimed. */
  void claimed(List<Claim> claims) {
    if (areAmong(claims)) {
      heldBack = true;
      time.schedule(alone, wakeUp);
    }
  }

  static boolean areAmong(List<Claim> claims) {
    return claims.stream().anyMatch(DeliveryState::isSuspect);
  }
}
