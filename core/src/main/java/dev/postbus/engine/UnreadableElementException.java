package dev.postbus.engine;

import dev.postbus.EventBusException;

/** A queue element is no envelope; the message says what is wrong with it. */
final class UnreadableElementException extends EventBusException {

  private static final long serialVersionUID = 1L;

  UnreadableElementException(String message) {
    super(message);
  }

  UnreadableElementException(String message, Throwable cause) {
    super(message, cause);
  }
}
