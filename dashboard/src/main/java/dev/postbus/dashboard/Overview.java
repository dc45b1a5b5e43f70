package dev.postbus.dashboard;

import dev.postbus.BusHealth;
import dev.postbus.EventQueue;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The first page: every group and queue as sampled last. Immutable; written as it is. */
record Overview(
    @Nullable Instant at,
    boolean stale,
    @Nullable String error,
    BusHealth health,
    List<Group> groups,
    Figures totals) {

  static Overview empty(BusHealth health) {
    return new Overview(null, false, null, health, List.of(), Figures.of(List.of()));
  }

  static Overview of(Instant at, BusHealth health, List<Group> groups) {
    List<Queue> all = groups.stream().flatMap(group -> group.queues().stream()).toList();
    return new Overview(at, false, null, health, groups, Figures.of(all));
  }

  /** Returns the same, marked as not of now. */
  Overview stale(String why, BusHealth healthNow) {
    return new Overview(at, true, why, healthNow, groups, totals);
  }

  /** A group and its three queues. */
  record Group(String group, int instances, Figures totals, List<Queue> queues) {

    static Group of(String group, int instances, List<Queue> queues) {
      return new Group(group, instances, Figures.of(queues), queues);
    }
  }

  /** What is summed up over queues. */
  record Figures(
      long ready,
      long inFlight,
      long delayed,
      long dead,
      @Nullable Double emittedPerSecond,
      @Nullable Double handledPerSecond,
      @Nullable Long oldestAgeMs) {

    static Figures of(List<Queue> queues) {
      return new Figures(
          sum(queues, Queue::ready),
          sum(queues, Queue::inFlight),
          sum(queues, Queue::delayed),
          sum(queues, Queue::dead),
          sumOfKnown(queues.stream().map(Queue::emittedPerSecond)),
          sumOfKnown(queues.stream().map(Queue::handledPerSecond)),
          known(queues, Queue::oldestAgeMs).max(Long::compare).orElse(null));
    }

    private static long sum(List<Queue> queues, ToLongFunction<Queue> figure) {
      return queues.stream().mapToLong(figure).sum();
    }

    private static <T> Stream<T> known(List<Queue> queues, Function<Queue, @Nullable T> figure) {
      return queues.stream().map(figure).filter(value -> value != null);
    }

    private static @Nullable Double sumOfKnown(Stream<@Nullable Double> values) {
      return values.filter(value -> value != null).reduce(Double::sum).orElse(null);
    }
  }

  /** One queue. */
  record Queue(
      EventQueue queue,
      String name,
      boolean paused,
      long ready,
      long inFlight,
      long delayed,
      long dead,
      long emitted,
      long handled,
      long discarded,
      long cancelled,
      long dropped,
      @Nullable Double emittedPerSecond,
      @Nullable Double handledPerSecond,
      @Nullable Double deadPerSecond,
      @Nullable Long oldestAgeMs,
      Drain drain) {

    static Queue of(RecentSamples recent) {
      QueueSample newest = recent.newest();
      var counts = newest.counts();
      Double handled = recent.perSecond(sample -> sample.counts().handled());
      return new Queue(
          newest.queue(),
          newest.queue().queueName(),
          newest.paused(),
          counts.ready(),
          counts.inFlight(),
          counts.delayed(),
          counts.dead(),
          counts.emitted(),
          counts.handled(),
          counts.discarded(),
          counts.cancelled(),
          counts.dropped(),
          rate(recent.perSecond(sample -> sample.counts().emitted())),
          rate(handled),
          rate(recent.perSecond(QueueSample::gone)),
          newest.oldestAgeMs(),
          Drain.of(newest, recent.perSecond(sample -> sample.counts().ready()), handled));
    }

    /** Counts never fall, but a group that was removed and bound anew begins at zero. */
    private static @Nullable Double rate(@Nullable Double perSecond) {
      return perSecond == null ? null : Math.max(0, Math.round(perSecond * 100) / 100.0);
    }
  }

  /** When a queue will be empty if it goes on like this. */
  record Drain(String state, @Nullable Long ms) {

    private enum State {
      EMPTY,
      DRAINING,
      GROWING,
      STUCK,
      PAUSED,
      UNKNOWN
    }

    static Drain of(QueueSample sample, @Nullable Double growth, @Nullable Double handled) {
      if (sample.counts().ready() == 0) {
        return of(State.EMPTY);
      } else if (sample.paused()) {
        return of(State.PAUSED);
      } else if (growth == null || handled == null) {
        return of(State.UNKNOWN);
      } else if (growth < 0) {
        long ms = Math.round(sample.counts().ready() * 1_000.0 / -growth);
        return new Drain(State.DRAINING.name().toLowerCase(Locale.ROOT), ms);
      }
      return of(handled <= 0 ? State.STUCK : State.GROWING);
    }

    private static Drain of(State state) {
      return new Drain(state.name().toLowerCase(Locale.ROOT), null);
    }
  }

  /** Returns the queues in the order they are shown in. */
  static List<EventQueue> queues() {
    return Arrays.asList(EventQueue.values());
  }
}
