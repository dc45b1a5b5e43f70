package dev.postbus.micrometer;

import dev.postbus.EventBus;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what the queues of one bus hold, for gauges that many may look at: a single pass, for one
 * thread at a time.
 */
final class QueueSampler implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(QueueSampler.class);

  private final EventBus bus;
  private final Set<String> named;
  private final int groupLimit;
  private final QueueGauges gauges;
  private Set<String> shown = Set.of();

  QueueSampler(EventBus bus, Set<String> named, int groupLimit, QueueGauges gauges) {
    this.bus = bus;
    this.named = named;
    this.groupLimit = groupLimit;
    this.gauges = gauges;
  }

  /**
   * Samples all groups once.
   *
   * @throws CancellationException when the bus is closed, and nothing is shown of it any more
   */
  @Override
  public void run() {
    EventBusAdmin admin;
    try {
      admin = bus.admin();
    } catch (IllegalStateException closed) {
      shown.forEach(gauges::remove);
      throw new CancellationException("the bus is closed");
    }
    try {
      Set<String> groups = groups(admin);
      Set<String> gone = new HashSet<>(shown);
      gone.removeAll(groups);
      gone.forEach(gauges::remove);
      shown = groups;
      groups.forEach(group -> sample(admin, group));
    } catch (RuntimeException noAnswer) {
      // What the store's trouble is, the bus itself says and counts.
      log.debug(
          "The queues could not be sampled; their gauges are unknown until they are", noAnswer);
      shown.forEach(gauges::unknown);
    } catch (Error failure) {
      // Thrown on, it would end the sampling, and what was seen last would be shown for good.
      log.error(
          "The queues could not be sampled; their gauges are unknown until they are", failure);
      shown.forEach(gauges::unknown);
    }
  }

  private Set<String> groups(EventBusAdmin admin) {
    return named.isEmpty()
        ? new TreeSet<>(admin.groups())
            .stream().limit(groupLimit).collect(Collectors.toUnmodifiableSet())
        : named;
  }

  private void sample(EventBusAdmin admin, String group) {
    for (EventQueue queue : EventQueue.values()) {
      QueueCounts counts = admin.counts(group, queue);
      Duration oldest = admin.oldestAge(group, queue).orElse(Duration.ZERO);
      gauges.show(group, queue, counts, oldest);
    }
  }
}
