package dev.postbus.engine;

import dev.postbus.EventQueue;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * One registration of an instance with the store: it owns a lease and what it claims under it. Once
 * fenced, every call ends with {@link FencedException} and changes nothing. Thread-safe; the engine
 * has one exchange under way at a time.
 */
public interface Consumer {

  /** Returns the id the store knows it by. */
  String id();

  /**
   * Settles and claims in one step. When the stage fails with anything but {@link FencedException}
   * the outcome is unknown and the caller repeats the very same request.
   */
  CompletionStage<ExchangeReply> exchange(ExchangeRequest request);

  /**
   * Records that a handler is about to run for a suspect delivery, so that a crash counts as an
   * attempt.
   */
  CompletionStage<Void> recordStart(String deliveryId, int handler);

  /**
   * Renews the lease and advertises the handlers this instance has now, all of them bound before. A
   * store that can forget a binding refuses a handler it does not know with {@link
   * FencedException}, so that all are bound anew.
   */
  CompletionStage<HeartbeatReply> heartbeat(Set<String> handlerIds);

  /** Tells what it is doing, for people to see until it tells something else. */
  CompletionStage<Void> report(ConsumerReport report);

  /**
   * Fences consumers of the group whose lease has run out and returns a bounded number of their
   * deliveries to the front of their queues, marked as suspects.
   *
   * @return how many handler deliveries came back, or -1 when nothing is left to recover
   */
  CompletionStage<Integer> recover();

  /**
   * Asks for one call of the signal when the queue may have something to claim, or after the guard
   * period. Asking again before that changes nothing.
   */
  void arm(EventQueue queue);

  /**
   * Ends the registration: gives everything it still holds back as after a crash, uncharged, and
   * ends the lease.
   */
  CompletionStage<Void> close();
}
