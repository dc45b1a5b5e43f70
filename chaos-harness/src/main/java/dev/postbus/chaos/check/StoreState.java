package dev.postbus.chaos.check;

import dev.postbus.DeadLetter;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.chaos.check.Evidence.DeadKey;
import dev.postbus.chaos.load.Topology;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the bus says of its store. */
public final class StoreState {

  private static final int PAGE = 500;
  private static final Pattern KEY = Pattern.compile("\"key\":\"([^\"]+)\"");

  /** What holds an event, or a place of one, that is neither handled nor dead. */
  private static final Pattern EMPTY_AT_THE_END =
      Pattern.compile(
          "group:[^:]+:(events:(high|default|low)(:(front|suspects|calendar))?|deliveries|scheduled"
              + "|consumer:.*:(inflight|marks))$|:unclaimed(:events)?$");

  private final EventBusAdmin admin;

  /** Creates one. */
  public StoreState(EventBusAdmin admin) {
    this.admin = admin;
  }

  /** Returns whether nothing waits or runs. */
  public boolean isIdle() {
    for (String group : Topology.groups()) {
      for (EventQueue queue : EventQueue.values()) {
        QueueCounts counts = admin.counts(group, queue);
        if (counts.ready() + counts.inFlight() + counts.delayed() != 0) {
          return false;
        }
      }
    }
    return true;
  }

  private Set<DeadKey> dead() {
    Set<DeadKey> dead = new HashSet<>();
    for (String group : Topology.groups()) {
      List<DeadLetter> page;
      int offset = 0;
      do {
        page = admin.deadLetters(group, offset, PAGE);
        page.forEach(letter -> dead.add(new DeadKey(key(letter), letter.handler())));
        offset += page.size();
      } while (page.size() == PAGE);
    }
    return dead;
  }

  /** Returns the key of the job in a dead letter. */
  public static String key(DeadLetter letter) {
    Matcher matcher = KEY.matcher(letter.payloadJson());
    return matcher.find() ? matcher.group(1) : "unreadable:" + letter.metadata().eventId();
  }

  /**
   * Returns what is there when all is handled, and what is wrong with it: events left, dead letters
   * dropped, sums that do not add up.
   *
   * @param keys the names of all keys in Redis
   */
  public Findings findings(List<String> keys) {
    Set<DeadKey> dead = dead();
    List<String> lost = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    keys.stream()
        .filter(key -> EMPTY_AT_THE_END.matcher(key).find())
        .forEach(key -> faults.add("is left behind though all is handled: " + key));
    for (String group : Topology.groups()) {
      long buried = 0;
      for (EventQueue queue : EventQueue.values()) {
        QueueCounts counts = admin.counts(group, queue);
        String where = "%s of %s: %s".formatted(queue, group, counts);
        if (counts.ready() + counts.inFlight() + counts.delayed() != 0) {
          faults.add("still queued after the settle time, " + where);
        }
        if (counts.dropped() != 0) {
          lost.add("%d dead letters were dropped, %s".formatted(counts.dropped(), where));
        }
        long sum =
            counts.ready()
                + counts.inFlight()
                + counts.delayed()
                + counts.dead()
                + counts.handled()
                + counts.discarded()
                + counts.cancelled()
                + counts.dropped();
        if (counts.emitted() != sum) {
          faults.add("the counts do not add up to %d, %s".formatted(sum, where));
        }
        buried += counts.dead();
      }
      long letters =
          dead.stream().filter(key -> Topology.groupOf(key.handler()).equals(group)).count();
      if (buried != letters) {
        faults.add("%s counts %d dead letters and has %d".formatted(group, buried, letters));
      }
    }
    return new Findings(dead, lost, faults);
  }
}
