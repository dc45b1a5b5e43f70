package dev.postbus.chaos.load;

import dev.postbus.EventPriority;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws events: three priorities, delays, and every fate. Not thread-safe. */
public final class Orders {

  private static final int LONGEST_DELAY_MILLIS = 4_000;
  private static final int SLOW_MILLIS = 1_200;

  /** Beyond the usual lease, which heartbeats must keep meanwhile. */
  private static final int SLOWEST_MILLIS = 3_500;

  private final String prefix;
  private final RandomGenerator random;
  private long drawn;

  /** Creates a source whose keys begin with the prefix. */
  public Orders(String prefix, RandomGenerator random) {
    this.prefix = prefix;
    this.random = random;
  }

  /** Returns the next event. */
  public Order next() {
    String event = random.nextInt(3) == 0 ? Topology.ORDER : Topology.PAYMENT;
    List<String> handlers = Topology.handlersOf(event);
    String victim = handlers.get(random.nextInt(handlers.size()));
    Job job = new Job(prefix + "-" + ++drawn, fate(), victim, millis());
    return new Order(
        job,
        event,
        EventPriority.values()[random.nextInt(EventPriority.values().length)],
        random.nextInt(6) == 0 ? random.nextInt(LONGEST_DELAY_MILLIS) : 0,
        2 + random.nextInt(3),
        random.nextInt(3) == 0);
  }

  private Fate fate() {
    int chance = random.nextInt(100);
    if (chance < 80) {
      return Fate.FINE;
    } else if (chance < 88) {
      return Fate.FAILS_ONCE;
    } else if (chance < 92) {
      return Fate.WANTS_LATER;
    } else if (chance < 95) {
      return Fate.FAILS_ALWAYS;
    } else if (chance < 97) {
      return Fate.PERMANENT;
    }
    return Fate.HEALS;
  }

  private int millis() {
    int chance = random.nextInt(1_000);
    if (chance < 700) {
      return 0;
    } else if (chance < 965) {
      return random.nextInt(30);
    }
    return random.nextInt(chance < 995 ? SLOW_MILLIS : SLOWEST_MILLIS);
  }
}
