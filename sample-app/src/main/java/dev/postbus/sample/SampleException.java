package dev.postbus.sample;

import org.jspecify.annotations.Nullable;

/** Why the sample ends early; its message is all that the user needs to see. */
final class SampleException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int FAILED = 1;
  private static final int WRONG_ARGUMENTS = 2;

  private final int exitCode;

  private SampleException(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** It was called wrongly. */
  static SampleException usage(String problem) {
    return new SampleException(WRONG_ARGUMENTS, problem + " (./sample --help explains)", null);
  }

  /** It was called rightly and cannot go on. */
  static SampleException failed(String problem) {
    return new SampleException(FAILED, problem, null);
  }

  /** It was called rightly and cannot go on, because of this. */
  static SampleException failed(String problem, Throwable cause) {
    return new SampleException(FAILED, problem, cause);
  }

  int exitCode() {
    return exitCode;
  }
}
