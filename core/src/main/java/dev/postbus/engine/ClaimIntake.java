package dev.postbus.engine;

import dev.postbus.EventQueue;
import java.util.Map;

/**
 * What becomes of claims: they are dispatched, and what must not run now is handed back. For the
 * thread of the claim loop.
 */
final class ClaimIntake {

  /** Dispatching so many takes about as long as the store takes for an exchange. */
  private static final int MANY = 100;

  private final Dispatcher dispatcher;
  private final Map<EventQueue, QueueWorkers> workers;
  private final PrefetchWatch prefetched;
  private final SuspectTurns suspects;

  ClaimIntake(
      Dispatcher dispatcher,
      Map<EventQueue, QueueWorkers> workers,
      PrefetchWatch prefetched,
      SuspectTurns suspects) {
    this.dispatcher = dispatcher;
    this.workers = workers;
    this.prefetched = prefetched;
    this.suspects = suspects;
  }

  /**
   * Returns whether more may be asked for before these claims are dispatched. That is worth while
   * in a backlog; and nothing must wait here that has a say in what is asked next: a pause, a
   * suspect, or what is late in line and goes back before more is claimed.
   */
  boolean canWait(ExchangeReply reply) {
    return reply.claims().size() >= MANY
        && reply.paused().isEmpty()
        && !SuspectTurns.areAmong(reply.claims())
        && !prefetched.findsLate();
  }

  void dispatch(ExchangeReply reply, Delivery.Lease lease) {
    if (!reply.claims().isEmpty()) {
      dispatcher.dispatch(reply.claims(), lease);
      prefetched.watch();
    }
    suspects.claimed(reply.claims());
    for (EventQueue paused : reply.paused()) {
      dispatcher.handBack(workers.get(paused).takeWaiting(run -> true));
    }
  }

  /** Hands back what was prefetched and has found no slot soon. */
  void handBackLate() {
    prefetched.takeLate(dispatcher::handBack);
  }
}
