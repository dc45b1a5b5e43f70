package dev.postbus.checks.docs;

import java.util.Map;

/**
 * A fenced code block.
 *
 * @param document the path of its document below the root
 * @param line the line of its first line of code, counted from 1
 * @param kind the first word of its info string, empty when it has none
 * @param attributes the other words: {@code run} maps to "", {@code until="ready"} to "ready"
 * @param text its lines
 */
record CodeBlock(
    String document, int line, String kind, Map<String, String> attributes, String text) {

  CodeBlock {
    attributes = Map.copyOf(attributes);
  }

  boolean isRun() {
    return attributes.containsKey("run");
  }

  /** Returns where it is, the way editors make it a link. */
  String place() {
    return document + ":" + line;
  }

  /** Returns it as the title of a test. */
  String title() {
    return place() + " " + kind + (isRun() ? " run" : "");
  }
}
