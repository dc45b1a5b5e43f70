package dev.postbus.chaos.load;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who listens to what: two groups, one of them with two handlers. */
public final class Topology {

  /** The namespace of every run; each has a Redis of its own. */
  public static final String NAMESPACE = "chaos";

  /** Three handlers hear it. */
  public static final String ORDER = "chaos.order";

  /** Two handlers hear it. */
  public static final String PAYMENT = "chaos.payment";

  private static final Map<String, List<String>> HANDLERS =
      Map.of("alpha", List.of("a1", "a2"), "beta", List.of("b1"));

  private static final Map<String, String> PATTERNS =
      Map.of("a1", "chaos.*", "a2", ORDER, "b1", "chaos.**");

  private Topology() {}

  /** Returns the groups. */
  public static Set<String> groups() {
    return HANDLERS.keySet();
  }

  /** Returns the ids of a group's handlers. */
  public static List<String> handlers(String group) {
    return HANDLERS.get(group);
  }

  /** Returns what a handler is bound to. */
  public static String pattern(String handler) {
    return PATTERNS.get(handler);
  }

  /** Returns the handlers, of all groups, that an event must reach. */
  public static List<String> handlersOf(String event) {
    return event.equals(ORDER) ? List.of("a1", "a2", "b1") : List.of("a1", "b1");
  }

  /** Returns the group of a handler. */
  public static String groupOf(String handler) {
    return handler.startsWith("a") ? "alpha" : "beta";
  }
}
