package dev.postbus;

/**
 * Thrown by a handler that knows that no further attempt can succeed: the event becomes a dead
 * letter now.
 */
public class PermanentFailureException extends EventBusException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception with the reason that the dead letter will show. */
  public PermanentFailureException(String message) {
    super(message);
  }

  /** Creates the exception with the reason that the dead letter will show, and its cause. */
  public PermanentFailureException(String message, Throwable cause) {
    super(message, cause);
  }
}
