package dev.postbus.dashboard;

import dev.postbus.EventPattern;
import dev.postbus.EventQueue;
import dev.postbus.HandlerInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who emits what, and who takes it with which lag. Immutable; written as it is. */
record Topology(List<Source> sources, List<Group> groups, List<Edge> edges, boolean truncated) {

  /** More than anybody could follow in a drawing. */
  private static final int MOST_EDGES = 2_000;

  /** A source and what it emits. */
  record Source(String source, List<Emitted> events) {}

  /** One event name of a source. */
  record Emitted(String event, @Nullable Double perSecond) {}

  /** A group, what waits for it, and its handlers. */
  record Group(
      String group,
      long ready,
      long inFlight,
      long delayed,
      long dead,
      @Nullable Long oldestAgeMs,
      List<QueueState> queues,
      List<Handler> handlers) {}

  /** Whether a queue flows. */
  record QueueState(EventQueue queue, boolean paused) {}

  /** A handler and what it takes. */
  record Handler(String id, List<String> patterns, boolean live) {}

  /** What a source emits of an event, a handler takes. */
  record Edge(String source, String event, String group, String handler) {}

  static Topology of(Overview overview, Fleet fleet) {
    List<Edge> edges = edges(fleet);
    boolean truncated = edges.size() > MOST_EDGES;
    return new Topology(
        sources(fleet),
        overview.groups().stream().map(group -> group(group, fleet)).toList(),
        truncated ? edges.subList(0, MOST_EDGES) : edges,
        truncated);
  }

  private static List<Source> sources(Fleet fleet) {
    Map<String, List<Emitted>> bySource = new TreeMap<>();
    for (Fleet.Flow flow : fleet.flows()) {
      bySource
          .computeIfAbsent(flow.source(), source -> new ArrayList<>())
          .add(new Emitted(flow.event(), flow.perSecond()));
    }
    return bySource.entrySet().stream()
        .map(entry -> new Source(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Group group(Overview.Group group, Fleet fleet) {
    Overview.Figures totals = group.totals();
    return new Group(
        group.group(),
        totals.ready(),
        totals.inFlight(),
        totals.delayed(),
        totals.dead(),
        totals.oldestAgeMs(),
        group.queues().stream().map(one -> new QueueState(one.queue(), one.paused())).toList(),
        fleet.handlers().getOrDefault(group.group(), List.of()).stream()
            .map(
                handler ->
                    new Handler(
                        handler.id(),
                        handler.patterns(),
                        fleet.isLive(group.group(), handler.id())))
            .toList());
  }

  private static List<Edge> edges(Fleet fleet) {
    List<Edge> edges = new ArrayList<>();
    for (Map.Entry<String, List<HandlerInfo>> entry : new TreeMap<>(fleet.handlers()).entrySet()) {
      for (HandlerInfo handler : entry.getValue()) {
        List<EventPattern> patterns = handler.patterns().stream().map(EventPattern::of).toList();
        for (Fleet.Flow flow : fleet.flows()) {
          if (edges.size() > MOST_EDGES) {
            return edges;
          }
          if (patterns.stream().anyMatch(pattern -> pattern.matches(flow.event()))) {
            edges.add(new Edge(flow.source(), flow.event(), entry.getKey(), handler.id()));
          }
        }
      }
    }
    return edges;
  }
}
