package dev.postbus.chaos.fleet;

import dev.postbus.chaos.worker.ConsumerProcess;

/**
 * What the processes run.
 *
 * @param classpath what all of them run with
 * @param consumer the class whose main method a consumer runs
 */
public record Program(String classpath, String consumer) {

  /** Returns the bus and the consumers that this JVM has. */
  public static Program asBuilt() {
    return new Program(System.getProperty("java.class.path"), ConsumerProcess.class.getName());
  }
}
