package dev.postbus.dashboard;

import dev.postbus.EventBusAdmin;
import dev.postbus.EventFlow;
import dev.postbus.HandlerInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads who is there, as a part of each sample. Of the sampler's thread. */
final class FleetSampler {

  private final FlowRates rates = new FlowRates();
  private final Map<String, List<HandlerInfo>> handlers = new TreeMap<>();

  /**
   * Reads instances and flows, and the handlers of some groups.
   *
   * @param now by our clock, as rates are ours; leases go by the store's
   * @param all the groups there are
   * @param turn those whose handlers are read
   */
  Fleet sample(EventBusAdmin admin, Instant now, Set<String> all, List<String> turn) {
    handlers.keySet().retainAll(all);
    for (String group : turn) {
      handlers.put(group, admin.handlers(group));
    }
    List<EventFlow> flows = admin.flows();
    rates.add(flows, now.toEpochMilli());
    Instant there = admin.now();
    return new Fleet(
        there,
        admin.instances().stream().map(info -> Fleet.Instance.of(info, there)).toList(),
        flows.stream().map(flow -> Fleet.Flow.of(flow, rates.perSecond(flow))).toList(),
        handlers);
  }
}
