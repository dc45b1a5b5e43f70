package dev.postbus.sample;

import dev.postbus.sample.shop.Tally.Count;
import java.util.Map;

/**
 * What came of it.
 *
 * @param workers what the handlers of each process did, by its name, in the order to print them
 * @param dead how many dead letters there were
 * @param redriven how many of them were handled in the end
 */
record Summary(Map<String, Map<Count, Long>> workers, int dead, int redriven) {

  /** Returns the last line of the sample, if asked for with how much each worker handled. */
  String line(boolean withWorkers) {
    StringBuilder line =
        new StringBuilder(
            "summary: orders=%d payments=%d notifications=%d analytics=%d retried=%d dead=%d redriven=%d invoices=%d"
                .formatted(
                    total(Count.ORDERS),
                    total(Count.PAYMENTS),
                    total(Count.NOTIFICATIONS),
                    total(Count.ANALYTICS),
                    total(Count.RETRIED),
                    dead,
                    redriven,
                    total(Count.INVOICES)));
    if (withWorkers) {
      workers.forEach(
          (name, counts) ->
              line.append(" %s=%d".formatted(name.replace(' ', '-'), handled(counts))));
    }
    return line.toString();
  }

  private long total(Count count) {
    return workers.values().stream().mapToLong(counts -> counts.getOrDefault(count, 0L)).sum();
  }

  /** A retried payment is among the payments already. */
  private static long handled(Map<Count, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum()
        - counts.getOrDefault(Count.RETRIED, 0L);
  }
}
