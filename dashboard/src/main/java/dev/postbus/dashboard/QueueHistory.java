package dev.postbus.dashboard;

import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The last hour of one queue: a ring with the newest sample of every step. Not thread-safe. */
final class QueueHistory {

  /** A sample lies at its step modulo the length; one of an hour ago may still lie there. */
  private final @Nullable QueueSample[] ring = new QueueSample[History.POINTS];

  private long first = Long.MAX_VALUE;

  void add(QueueSample sample) {
    long step = History.step(sample.atMillis());
    first = Math.min(first, step);
    ring[place(step)] = sample;
  }

  boolean knows(long step) {
    return at(step) != null;
  }

  /** Returns the step of the first sample ever. */
  long firstStep() {
    return first;
  }

  @Nullable Double ready(long step) {
    return value(step, sample -> sample.counts().ready());
  }

  @Nullable Double inFlight(long step) {
    return value(step, sample -> sample.counts().inFlight());
  }

  @Nullable Double delayed(long step) {
    return value(step, sample -> sample.counts().delayed());
  }

  @Nullable Double dead(long step) {
    return value(step, sample -> sample.counts().dead());
  }

  @Nullable Double emittedPerSecond(long step) {
    return rate(step, sample -> sample.counts().emitted());
  }

  @Nullable Double handledPerSecond(long step) {
    return rate(step, sample -> sample.counts().handled());
  }

  @Nullable Double deadPerSecond(long step) {
    return rate(step, QueueSample::gone);
  }

  @Nullable Double oldestAgeMs(long step) {
    QueueSample sample = at(step);
    if (sample == null) {
      return null;
    }
    Long age = sample.oldestAgeMs();
    return age == null ? 0.0 : Double.valueOf(age);
  }

  private @Nullable Double value(long step, ToLongFunction<QueueSample> figure) {
    QueueSample sample = at(step);
    return sample == null ? null : Double.valueOf(figure.applyAsLong(sample));
  }

  /** Per second since the step before; unknown after a gap. */
  private @Nullable Double rate(long step, ToLongFunction<QueueSample> figure) {
    QueueSample now = at(step);
    QueueSample before = at(step - 1);
    if (now == null || before == null || now.atMillis() <= before.atMillis()) {
      return null;
    }
    double grown = figure.applyAsLong(now) - figure.applyAsLong(before);
    double perSecond = grown * 1_000 / (now.atMillis() - before.atMillis());
    return Math.max(0, Math.round(perSecond * 100) / 100.0);
  }

  private @Nullable QueueSample at(long step) {
    QueueSample sample = ring[place(step)];
    return sample == null || History.step(sample.atMillis()) != step ? null : sample;
  }

  private static int place(long step) {
    return (int) Math.floorMod(step, (long) History.POINTS);
  }
}
