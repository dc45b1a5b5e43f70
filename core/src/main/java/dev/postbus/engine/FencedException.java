package dev.postbus.engine;

import dev.postbus.EventBusException;

/**
 * The consumer's lease was taken from it: nothing it holds is its own any more, and it must
 * register anew.
 */
public final class FencedException extends EventBusException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception for a consumer. */
  public FencedException(String consumerId) {
    super("consumer %s lost its lease; others took over what it held".formatted(consumerId));
  }
}
