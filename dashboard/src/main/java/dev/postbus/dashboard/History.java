package dev.postbus.dashboard;

import dev.postbus.EventQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The last hour of every queue, one point in ten seconds, in memory: about 20 kB for a queue.
 * Groups beyond a bound have none. Thread-safe.
 */
final class History {

  static final int STEP_SECONDS = 10;
  static final int POINTS = 361;
  private static final int MAX_GROUPS = 200;

  /** Guarded by this. */
  private final Map<String, Map<EventQueue, QueueHistory>> groups = new TreeMap<>();

  /** Columns of equal length, one value for each point of time; null where nothing is known. */
  record Columns(
      int stepSeconds,
      List<Long> t,
      List<@Nullable Double> ready,
      List<@Nullable Double> inFlight,
      List<@Nullable Double> delayed,
      List<@Nullable Double> dead,
      List<@Nullable Double> emittedPerSecond,
      List<@Nullable Double> handledPerSecond,
      List<@Nullable Double> deadPerSecond,
      List<@Nullable Double> oldestAgeMs) {}

  /** A few columns of every group. */
  record Sparklines(int stepSeconds, List<Long> t, Map<String, Sparkline> groups) {}

  /** Those of one group. */
  record Sparkline(List<@Nullable Double> ready, List<@Nullable Double> handledPerSecond) {}

  /** Adds what was read of a queue; the newest of a step stands for it. */
  synchronized void add(String group, QueueSample sample) {
    Map<EventQueue, QueueHistory> queues = groups.get(group);
    if (queues == null) {
      if (groups.size() >= MAX_GROUPS) {
        return;
      }
      queues = new EnumMap<>(EventQueue.class);
      groups.put(group, queues);
    }
    queues.computeIfAbsent(sample.queue(), queue -> new QueueHistory()).add(sample);
  }

  /** Forgets groups that are no more. */
  synchronized void retain(Set<String> living) {
    groups.keySet().retainAll(living);
  }

  synchronized boolean knows(String group) {
    return groups.containsKey(group);
  }

  /** Returns the columns of a queue, or the sums of a group (no queue) or of all (no group). */
  synchronized Columns columns(@Nullable String group, @Nullable EventQueue queue, long nowMillis) {
    List<QueueHistory> parts = new ArrayList<>();
    for (Map.Entry<String, Map<EventQueue, QueueHistory>> entry : groups.entrySet()) {
      if (group == null || group.equals(entry.getKey())) {
        entry
            .getValue()
            .forEach(
                (name, part) -> {
                  if (queue == null || queue == name) {
                    parts.add(part);
                  }
                });
      }
    }
    long first = firstStep(parts, nowMillis);
    long last = lastStep(parts, nowMillis);
    return new Columns(
        STEP_SECONDS,
        times(first, last),
        column(parts, first, last, Double::sum, at -> part -> part.ready(at)),
        column(parts, first, last, Double::sum, at -> part -> part.inFlight(at)),
        column(parts, first, last, Double::sum, at -> part -> part.delayed(at)),
        column(parts, first, last, Double::sum, at -> part -> part.dead(at)),
        column(parts, first, last, Double::sum, at -> part -> part.emittedPerSecond(at)),
        column(parts, first, last, Double::sum, at -> part -> part.handledPerSecond(at)),
        column(parts, first, last, Double::sum, at -> part -> part.deadPerSecond(at)),
        column(parts, first, last, Math::max, at -> part -> part.oldestAgeMs(at)));
  }

  /** Returns a little of every group. */
  synchronized Sparklines sparklines(long nowMillis) {
    List<QueueHistory> all = groups.values().stream().flatMap(g -> g.values().stream()).toList();
    long first = firstStep(all, nowMillis);
    long last = lastStep(all, nowMillis);
    Map<String, Sparkline> lines = new TreeMap<>();
    groups.forEach(
        (group, queues) ->
            lines.put(
                group,
                new Sparkline(
                    column(queues.values(), first, last, Double::sum, at -> p -> p.ready(at)),
                    column(
                        queues.values(),
                        first,
                        last,
                        Double::sum,
                        at -> p -> p.handledPerSecond(at)))));
    return new Sparklines(STEP_SECONDS, times(first, last), lines);
  }

  static long step(long millis) {
    return Math.floorDiv(millis, STEP_SECONDS * 1_000L);
  }

  private static long firstStep(Collection<QueueHistory> parts, long nowMillis) {
    long last = step(nowMillis);
    long known = parts.stream().mapToLong(QueueHistory::firstStep).min().orElse(last + 1);
    return Math.max(known, last - POINTS + 1);
  }

  /** A step that has just begun may have no sample yet: that is no gap. */
  private static long lastStep(Collection<QueueHistory> parts, long nowMillis) {
    long last = step(nowMillis);
    return parts.stream().anyMatch(part -> part.knows(last)) ? last : last - 1;
  }

  private static List<Long> times(long first, long last) {
    List<Long> times = new ArrayList<>();
    for (long step = first; step <= last; step++) {
      times.add(step * STEP_SECONDS);
    }
    return times;
  }

  private static List<@Nullable Double> column(
      Collection<QueueHistory> parts,
      long first,
      long last,
      BinaryOperator<Double> together,
      LongFunction<Function<QueueHistory, @Nullable Double>> figure) {
    List<@Nullable Double> column = new ArrayList<>();
    for (long step = first; step <= last; step++) {
      Function<QueueHistory, @Nullable Double> here = figure.apply(step);
      Double sum = null;
      for (QueueHistory part : parts) {
        Double value = here.apply(part);
        if (value != null) {
          sum = sum == null ? value : together.apply(sum, value);
        }
      }
      column.add(sum);
    }
    return column;
  }
}
