package dev.postbus.dashboard;

import dev.postbus.EventFlow;
import dev.postbus.HandlerInfo;
import dev.postbus.InstanceInfo;
import dev.postbus.RunningHandler;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who was there at the newest sample. Immutable.
 *
 * @param at when it was read, by the store's clock; null before the first time
 * @param instances those of all groups
 * @param flows who emits what
 * @param handlers by group
 */
record Fleet(
    @Nullable Instant at,
    List<Instance> instances,
    List<Flow> flows,
    Map<String, List<HandlerInfo>> handlers) {

  static final Fleet UNKNOWN = new Fleet(null, List.of(), List.of(), Map.of());

  Fleet {
    instances = List.copyOf(instances);
    flows = List.copyOf(flows);
    handlers = Map.copyOf(handlers);
  }

  /** One instance, and whether its lease has run out. */
  record Instance(
      String id,
      String group,
      String host,
      long pid,
      Instant since,
      Instant leaseUntil,
      boolean stuck,
      Set<String> handlers,
      int inFlight,
      List<RunningHandler> running) {

    static Instance of(InstanceInfo info, Instant now) {
      return new Instance(
          info.id(),
          info.group(),
          info.host(),
          info.pid(),
          info.since(),
          info.leaseUntil(),
          !info.isAlive(now),
          new TreeSet<>(info.handlers()),
          info.inFlight(),
          info.running());
    }
  }

  /** What a source emits of one event. */
  record Flow(String source, String event, @Nullable Double perSecond) {

    static Flow of(EventFlow flow, @Nullable Double perSecond) {
      return new Flow(flow.source(), flow.event(), perSecond);
    }
  }

  /** Returns how many instances of a group are alive. */
  int alive(String group) {
    return (int)
        instances.stream()
            .filter(instance -> instance.group().equals(group) && !instance.stuck())
            .count();
  }

  /** Tells whether an instance that is alive has the handler. */
  boolean isLive(String group, String handler) {
    return instances.stream()
        .anyMatch(
            instance ->
                instance.group().equals(group)
                    && !instance.stuck()
                    && instance.handlers().contains(handler));
  }
}
