package dev.postbus.redisson;

/**
 * What one look at a Redis has found. Immutable.
 *
 * @param check what was looked at, one word, such as {@code "persistence"}
 * @param status whether it is in order
 * @param text what was found, in one sentence
 * @param advice what to do about it; empty when there is nothing to do
 */
public record Finding(String check, Status status, String text, String advice) {

  /** Whether something is in order. */
  public enum Status {
    /** Nothing to do. */
    OK,
    /** It works, but someone should look at it. */
    WARN,
    /** Events cannot be handled, or can be lost. */
    FAIL
  }

  /** Returns a finding that asks for nothing. */
  public static Finding ok(String check, String text) {
    return new Finding(check, Status.OK, text, "");
  }

  /** Returns a finding that someone should look at. */
  public static Finding warn(String check, String text, String advice) {
    return new Finding(check, Status.WARN, text, advice);
  }

  /** Returns a finding that someone must do something about. */
  public static Finding fail(String check, String text, String advice) {
    return new Finding(check, Status.FAIL, text, advice);
  }
}
