package dev.postbus;

import java.time.Duration;

/**
 * Thrown by a handler that knows when to be called again: this delay takes the place of the
 * backoff.
 */
public class RetryAfterException extends EventBusException {

  private static final long serialVersionUID = 1L;

  private final Duration delay;

  /**
   * Creates the exception.
   *
   * @throws IllegalArgumentException when the delay is null or negative
   */
  public RetryAfterException(Duration delay) {
    super("the handler asked to be called again after " + Checks.notNegative("retry delay", delay));
    this.delay = delay;
  }

  /** Returns the delay before the next attempt. */
  public Duration delay() {
    return delay;
  }
}
