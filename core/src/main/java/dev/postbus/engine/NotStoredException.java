package dev.postbus.engine;

import dev.postbus.EventBusException;

/** The store has refused a batch and certainly holds nothing of it. */
public final class NotStoredException extends EventBusException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception with what is wrong and what to do. */
  public NotStoredException(String message) {
    super(message);
  }

  /** Creates the exception with what is wrong and what to do, and its cause. */
  public NotStoredException(String message, Throwable cause) {
    super(message, cause);
  }
}
