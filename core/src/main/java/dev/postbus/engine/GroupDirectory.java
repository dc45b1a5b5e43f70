package dev.postbus.engine;

import dev.postbus.EventPattern;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which handlers of which groups take which events, at one version of the store. Immutable but for
 * a cache; thread-safe.
 */
public final class GroupDirectory {

  /**
   * Event names come from code, so they are few; beyond this many something else is wrong and
   * caching stops.
   */
  private static final int CACHED_NAMES = 10_000;

  private final String version;
  private final Map<String, List<BoundHandler>> groups;
  private final Map<String, List<Patterns>> patterns;
  private final Map<String, Map<Integer, BoundHandler>> numbers;
  private final Map<String, List<GroupRoute>> routes = new ConcurrentHashMap<>();

  private record Patterns(int number, List<EventPattern> patterns) {}

  /**
   * Creates the directory.
   *
   * @param version the token by which the store tells versions apart
   * @param groups the handlers of each group, which may have none; a forgotten handler stays,
   *     without patterns
   */
  public GroupDirectory(String version, Map<String, List<BoundHandler>> groups) {
    this.version = version;
    this.groups =
        groups.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
    this.patterns = new TreeMap<>();
    this.numbers =
        this.groups.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey,
                    entry ->
                        entry.getValue().stream()
                            .collect(
                                Collectors.toUnmodifiableMap(
                                    BoundHandler::number, handler -> handler))));
    this.groups.forEach(
        (group, handlers) ->
            patterns.put(group, handlers.stream().map(GroupDirectory::parse).toList()));
  }

  private static Patterns parse(BoundHandler handler) {
    return new Patterns(
        handler.number(), handler.binding().patterns().stream().map(EventPattern::of).toList());
  }

  /** Returns the version token. */
  public String version() {
    return version;
  }

  /** Returns the bound handlers of every group; unmodifiable. */
  public Map<String, List<BoundHandler>> groups() {
    return groups;
  }

  /** Returns the bound handlers of a group; empty for an unknown one. */
  public List<BoundHandler> handlers(String group) {
    return groups.getOrDefault(group, List.of());
  }

  /** Returns the handler with this number, or null. */
  public @Nullable BoundHandler find(String group, int number) {
    return numbers.getOrDefault(group, Map.of()).get(number);
  }

  /**
   * Returns the groups that take the event, in the order of their names, each with the numbers of
   * its handlers.
   */
  public List<GroupRoute> routesFor(String event) {
    List<GroupRoute> known = routes.get(event);
    if (known != null) {
      return known;
    }
    // Unlike a stream's list this one is its own copy: every event of the name shares it.
    List<GroupRoute> found =
        patterns.keySet().stream()
            .map(group -> new GroupRoute(group, numbersFor(group, event)))
            .filter(route -> !route.handlers().isEmpty())
            .collect(Collectors.toUnmodifiableList());
    if (routes.size() < CACHED_NAMES) {
      routes.put(event, found);
    }
    return found;
  }

  /** Returns the numbers of the group's handlers that take the event, ascending. */
  public List<Integer> numbersFor(String group, String event) {
    return patterns.getOrDefault(group, List.of()).stream()
        .filter(handler -> handler.patterns().stream().anyMatch(pattern -> pattern.matches(event)))
        .map(Patterns::number)
        .sorted()
        .toList();
  }
}
