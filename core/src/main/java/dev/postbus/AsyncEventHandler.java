package dev.postbus;

import java.util.concurrent.CompletionStage;

/**
 * Handles one event without keeping a thread. The slot of the queue is held until the stage ends:
 * its failure fails the attempt just as a thrown exception does.
 *
 * @param <T> the payload type
 */
@FunctionalInterface
public interface AsyncEventHandler<T> {

  /**
   * Starts handling the payload and returns the stage that ends with it; {@code null} fails the
   * attempt.
   *
   * @throws Exception to fail the attempt at once
   */
  CompletionStage<?> handle(T payload, EventContext context) throws Exception;
}
