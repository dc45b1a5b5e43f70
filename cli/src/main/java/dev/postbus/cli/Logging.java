package dev.postbus.cli;

import java.util.List;

/**
 * What libraries log does not belong among what a command prints: errors are told by the command.
 * Must be called before the first logger is made.
 */
final class Logging {

  private Logging() {}

  static void configure(String... args) {
    if (List.of(args).contains("--debug")) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    }
  }
}
