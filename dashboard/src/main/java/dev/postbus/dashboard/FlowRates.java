package dev.postbus.dashboard;

import dev.postbus.EventFlow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How fast sources emit, from counts that they write every few seconds: over windows long enough
 * for that. Of the sampler's thread.
 */
final class FlowRates {

  private static final long WINDOW_MILLIS = 15_000;

  private final Map<Pair, Counted> known = new HashMap<>();

  private record Pair(String source, String event) {}

  private record Counted(long atMillis, long emitted, @Nullable Double perSecond) {

    Counted next(long now, long count) {
      return now - atMillis < WINDOW_MILLIS
          ? this
          : new Counted(now, count, Math.max(0, count - emitted) * 1_000.0 / (now - atMillis));
    }
  }

  /** Takes the newest counts. */
  void add(List<EventFlow> flows, long nowMillis) {
    Map<Pair, Counted> fresh = new HashMap<>();
    for (EventFlow flow : flows) {
      Pair pair = new Pair(flow.source(), flow.event());
      Counted before = known.get(pair);
      fresh.put(
          pair,
          before == null
              ? new Counted(nowMillis, flow.emitted(), null)
              : before.next(nowMillis, flow.emitted()));
    }
    known.clear();
    known.putAll(fresh);
  }

  /** Returns the rate of the newest window that has ended; null when there is none. */
  @Nullable Double perSecond(EventFlow flow) {
    Counted counted = known.get(new Pair(flow.source(), flow.event()));
    return counted == null ? null : counted.perSecond();
  }
}
