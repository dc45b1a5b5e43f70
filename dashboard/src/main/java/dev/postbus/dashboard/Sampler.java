package dev.postbus.dashboard;

import dev.postbus.BusHealth;
import dev.postbus.EventBus;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventBusException;
import dev.postbus.EventQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The duty that reads all counts, once for everybody who looks: often while somebody looks, else
 * once for each step of the history. Passes come from one thread; results may be read from any.
 */
final class Sampler {

  /** With more groups, each has its turn less often. */
  private static final int GROUPS_AT_ONCE = 50;

  private static final long LATE_MILLIS = 6_000;
  private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);

  private final EventBus bus;
  private final Clock clock;
  private final BooleanSupplier watched;
  private final Consumer<Overview> listener;
  private final History history = new History();

  /** Of the sampling thread, as the two below. */
  private final Map<String, Map<EventQueue, RecentSamples>> recent = new TreeMap<>();

  private final FleetSampler fleetSampler = new FleetSampler();
  private @Nullable String lastGroup;

  private volatile Fleet fleet = Fleet.UNKNOWN;
  private volatile Overview overview;
  private volatile long lastPass;
  private volatile long passSince;

  Sampler(EventBus bus, Clock clock, BooleanSupplier watched, Consumer<Overview> listener) {
    this.bus = bus;
    this.clock = clock;
    this.watched = watched;
    this.listener = listener;
    this.overview = Overview.empty(bus.health());
  }

  /** Returns the newest, which is marked when the store keeps the next one waiting. */
  Overview overview() {
    Overview newest = overview;
    long since = passSince;
    long waits = since == 0 ? 0 : clock.millis() - since;
    return waits < LATE_MILLIS || newest.stale()
        ? newest
        : newest.stale("the store has not answered for %d s".formatted(waits / 1_000), health());
  }

  /** Returns who was there when it was read last. */
  Fleet fleet() {
    return fleet;
  }

  History history() {
    return history;
  }

  /** A single pass; returns 1 when it sampled, 0 when it was too early for that. */
  int runOnce() {
    long now = clock.millis();
    if (!watched.getAsBoolean() && History.step(now) == History.step(lastPass)) {
      return 0;
    }
    lastPass = now;
    passSince = now;
    try {
      sample(Instant.ofEpochMilli(now));
      if (overview.stale()) {
        LOG.info("The dashboard reads the store again");
      }
      overview = Overview.of(Instant.ofEpochMilli(now), bus.health(), groups());
    } catch (EventBusException | IllegalStateException failure) {
      if (!overview.stale()) {
        LOG.warn("The dashboard cannot read the store; it shows what it last knew", failure);
      }
      overview = overview.stale(String.valueOf(failure.getMessage()), health());
    } finally {
      passSince = 0;
    }
    listener.accept(overview);
    return 1;
  }

  /** A closed bus answers nothing any more, and the dashboard may outlive it for a moment. */
  private BusHealth health() {
    try {
      return bus.health();
    } catch (IllegalStateException closed) {
      return new BusHealth(BusHealth.Status.DOWN, List.of(String.valueOf(closed.getMessage())));
    }
  }

  private void sample(Instant now) {
    EventBusAdmin admin = bus.admin();
    Set<String> all = new TreeSet<>(admin.groups());
    recent.keySet().retainAll(all);
    history.retain(all);
    List<String> turn = turn(all);
    fleet = fleetSampler.sample(admin, now, all, turn);
    for (String group : turn) {
      for (EventQueue queue : Overview.queues()) {
        QueueSample sample = sample(admin, group, queue);
        recent
            .computeIfAbsent(group, name -> new EnumMap<>(EventQueue.class))
            .computeIfAbsent(queue, name -> new RecentSamples())
            .add(sample);
        history.add(group, sample);
      }
    }
  }

  /** Returns the groups whose turn it is: all, or the next ones after those of the last pass. */
  private List<String> turn(Set<String> all) {
    List<String> ordered = new ArrayList<>(all);
    if (ordered.size() <= GROUPS_AT_ONCE) {
      return ordered;
    }
    int start = 0;
    while (lastGroup != null
        && start < ordered.size()
        && ordered.get(start).compareTo(lastGroup) <= 0) {
      start++;
    }
    List<String> turn = new ArrayList<>();
    for (int i = 0; i < GROUPS_AT_ONCE; i++) {
      turn.add(ordered.get((start + i) % ordered.size()));
    }
    lastGroup = turn.get(turn.size() - 1);
    return turn;
  }

  private QueueSample sample(EventBusAdmin admin, String group, EventQueue queue) {
    var counts = admin.counts(group, queue);
    Long oldest =
        counts.ready() == 0
            ? null
            : admin.oldestAge(group, queue).map(Duration::toMillis).orElse(null);
    return new QueueSample(queue, clock.millis(), counts, admin.paused(group, queue), oldest);
  }

  private List<Overview.Group> groups() {
    List<Overview.Group> groups = new ArrayList<>();
    recent.forEach(
        (group, queues) ->
            groups.add(
                Overview.Group.of(
                    group,
                    fleet.alive(group),
                    queues.values().stream().map(Overview.Queue::of).toList())));
    return groups;
  }
}
