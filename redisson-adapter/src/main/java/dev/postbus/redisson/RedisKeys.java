package dev.postbus.redisson;

import dev.postbus.EventQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every key of a namespace. They share the namespace as hash tag, so that they lie in one slot of a
 * cluster and one script may touch them all.
 */
final class RedisKeys {

  private final String prefix;
  private final Map<String, Group> groups = new ConcurrentHashMap<>();

  RedisKeys(String namespace) {
    this.prefix = "{" + namespace + "}:";
  }

  /** Returns the letter that stands for a queue in delivery ids, counts and arguments. */
  static char initial(EventQueue queue) {
    return switch (queue) {
      case HIGH -> 'h';
      case DEFAULT -> 'd';
      case LOW -> 'l';
    };
  }

  /** Returns the queue that a letter stands for. */
  static EventQueue queue(char initial) {
    return switch (initial) {
      case 'h' -> EventQueue.HIGH;
      case 'd' -> EventQueue.DEFAULT;
      case 'l' -> EventQueue.LOW;
      default -> throw new IllegalArgumentException("no queue begins with '" + initial + "'");
    };
  }

  String directory() {
    return prefix + "directory";
  }

  String directoryVersion() {
    return prefix + "directory:version";
  }

  String unclaimed() {
    return prefix + "unclaimed";
  }

  String unclaimedEvents() {
    return prefix + "unclaimed:events";
  }

  String unclaimedSequence() {
    return prefix + "unclaimed:sequence";
  }

  String flows() {
    return prefix + "flows";
  }

  String flowsLast() {
    return prefix + "flows:last";
  }

  String audit() {
    return prefix + "audit";
  }

  /** Returns the channel on which buses tell each other of a topic. */
  String channel(String topic) {
    return prefix + topic;
  }

  String publisher(String publisherId) {
    return prefix + "publisher:" + publisherId;
  }

  String event(String eventId) {
    return prefix + "event:" + eventId;
  }

  /** Returns a key of the namespace that nobody else uses. */
  String scratch(String name) {
    return prefix + name;
  }

  /** Returns the keys of a group. */
  Group group(String group) {
    return groups.computeIfAbsent(group, name -> new Group(prefix + "group:" + name + ":"));
  }

  /** The keys of one group; {@code group.lua} gives them the same names. */
  static final class Group {

    private final String prefix;
    private final List<Object> all;

    private Group(String prefix) {
      this.prefix = prefix;
      List<Object> keys = new ArrayList<>(24);
      keys.addAll(List.of(leases(), counts(), sequence(), deliveries(), scheduled(), paused()));
      keys.addAll(List.of(aliveSince(), dead(), deadEvents()));
      for (EventQueue queue : EventQueue.values()) {
        keys.addAll(List.of(ready(queue), front(queue), suspects(queue)));
        keys.addAll(List.of(calendar(queue), wake(queue)));
      }
      this.all = List.copyOf(keys);
    }

    /** Returns the keys that every script of a group is given first, in their order. */
    List<Object> all() {
      return all;
    }

    /** Returns them with further ones. */
    List<Object> with(Object... further) {
      List<Object> keys = new ArrayList<>(all.size() + further.length);
      keys.addAll(all);
      keys.addAll(List.of(further));
      return List.copyOf(keys);
    }

    /** Returns them with those of the registrations: consumers, fenced, handlers seen. */
    List<Object> withConsumers() {
      return with(consumers(), fenced(), handlersSeen());
    }

    String leases() {
      return prefix + "leases";
    }

    String counts() {
      return prefix + "counts";
    }

    String sequence() {
      return prefix + "sequence";
    }

    String deliveries() {
      return prefix + "deliveries";
    }

    String scheduled() {
      return prefix + "scheduled";
    }

    String paused() {
      return prefix + "paused";
    }

    String aliveSince() {
      return prefix + "alive:since";
    }

    String dead() {
      return prefix + "dead";
    }

    String deadEvents() {
      return prefix + "dead:events";
    }

    String handlers() {
      return prefix + "handlers";
    }

    /** Returns a channel on which nothing is ever published: its subscription tells of outages. */
    String connectedChannel() {
      return prefix + "connected";
    }

    String handlersSeen() {
      return prefix + "handlers:seen";
    }

    String consumers() {
      return prefix + "consumers";
    }

    String fenced() {
      return prefix + "fenced";
    }

    String ready(EventQueue queue) {
      return prefix + queue.queueName();
    }

    String front(EventQueue queue) {
      return ready(queue) + ":front";
    }

    String suspects(EventQueue queue) {
      return ready(queue) + ":suspects";
    }

    String calendar(EventQueue queue) {
      return ready(queue) + ":calendar";
    }

    String wake(EventQueue queue) {
      return ready(queue) + ":wake";
    }

    String inFlight(String consumer) {
      return prefix + "consumer:" + consumer + ":inflight";
    }

    String marks(String consumer) {
      return prefix + "consumer:" + consumer + ":marks";
    }

    String request(String consumer) {
      return prefix + "consumer:" + consumer + ":request";
    }
  }
}
