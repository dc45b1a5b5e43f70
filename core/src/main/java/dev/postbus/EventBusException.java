package dev.postbus;

/**
 * The root of what the bus throws beside {@link IllegalArgumentException} and {@link
 * IllegalStateException}.
 */
public class EventBusException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message that says what is wrong and what to do. */
  public EventBusException(String message) {
    super(message);
  }

  /** Creates an exception with its cause. */
  public EventBusException(String message, Throwable cause) {
    super(message, cause);
  }
}
