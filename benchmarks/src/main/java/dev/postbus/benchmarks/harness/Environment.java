package dev.postbus.benchmarks.harness;

import java.util.List;

/** What the environment says. */
final class Environment {

  private Environment() {}

  /** Returns the words of a variable, none when it is not set. */
  static List<String> words(String variable) {
    String value = System.getenv().getOrDefault(variable, "").strip();
    return value.isEmpty() ? List.of() : List.of(value.split("\\s+"));
  }
}
