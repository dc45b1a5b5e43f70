package dev.postbus.cli;

import picocli.CommandLine.ExitCode;

/** Something the user must be told in one line. */
final class CliException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CliException(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  /** What was asked for could not be done. */
  static CliException failed(String message) {
    return new CliException(message, ExitCode.SOFTWARE);
  }

  /** It was asked for in a wrong way. */
  static CliException usage(String message) {
    return new CliException(message, ExitCode.USAGE);
  }

  int exitCode() {
    return exitCode;
  }
}
