package dev.postbus.redisson;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * The text of INFO, by the names of its lines. What the server does not tell is empty or zero.
 *
 * @param values what it says
 */
record ServerReport(Map<String, String> values) {

  static ServerReport of(String info) {
    return new ServerReport(
        info.lines()
            .map(line -> line.strip().split(":", 2))
            .filter(parts -> parts.length == 2)
            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (a, b) -> b)));
  }

  String text(String name) {
    return values.getOrDefault(name, "");
  }

  boolean is(String name, String value) {
    return text(name).equals(value);
  }

  boolean tells(String name) {
    return !text(name).isEmpty();
  }

  long number(String name) {
    try {
      return Long.parseLong(text(name));
    } catch (NumberFormatException none) {
      return 0;
    }
  }
}
