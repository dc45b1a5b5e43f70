package dev.postbus.dashboard;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The newest samples of one queue, to tell how fast it moves. Of the sampler's thread. */
final class RecentSamples {

  private static final long WINDOW_MILLIS = 10_500;

  private final Deque<QueueSample> samples = new ArrayDeque<>();

  /** Adds the newest; keeps as many as the window holds, and always one before it. */
  void add(QueueSample sample) {
    while (samples.size() > 1
        && sample.atMillis() - samples.getFirst().atMillis() > WINDOW_MILLIS) {
      samples.removeFirst();
    }
    samples.addLast(sample);
  }

  QueueSample newest() {
    return samples.getLast();
  }

  /** Returns by how much a figure grew per second; null with fewer than two samples. */
  @Nullable Double perSecond(ToLongFunction<QueueSample> figure) {
    QueueSample first = samples.getFirst();
    QueueSample last = samples.getLast();
    long millis = last.atMillis() - first.atMillis();
    return millis <= 0
        ? null
        : (figure.applyAsLong(last) - figure.applyAsLong(first)) * 1_000.0 / millis;
  }
}
