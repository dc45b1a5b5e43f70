package dev.postbus;

/**
 * Handles one event. Returning acknowledges it for this handler; throwing fails the attempt. Called
 * from several threads at once, up to the concurrency of the queue.
 *
 * @param <T> the payload type
 */
@FunctionalInterface
public interface EventHandler<T> {

  /**
   * Handles the payload.
   *
   * @throws PermanentFailureException to give up at once: no more attempts, dead letter now
   * @throws RetryAfterException to be called again after the given delay instead of the backoff
   * @throws Exception anything else fails the attempt; the backoff decides when the next one comes
   */
  void handle(T payload, EventContext context) throws Exception;
}
