package dev.postbus.engine;

import java.time.Duration;

/**
 * What the engine decided about one run of a handler: a value, which the settlement then carries
 * out.
 */
sealed interface Outcome {

  /** The handler is done. */
  record Done() implements Outcome {}

  /** The handler is called again after the delay. */
  record RetryAfter(Duration delay, String reason) implements Outcome {}

  /** The handler has failed for good. */
  record DeadLettered(String reason) implements Outcome {}
}
