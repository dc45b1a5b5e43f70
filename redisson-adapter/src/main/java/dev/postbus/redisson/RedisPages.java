package dev.postbus.redisson;

import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.engine.AdminStore.Sizes;
import dev.postbus.engine.AdminStore.StoredDeadLetter;
import dev.postbus.engine.AdminStore.StoredDelayed;
import dev.postbus.engine.AdminStore.StoredInFlight;
import dev.postbus.engine.AdminStore.StoredReady;
import dev.postbus.redisson.ScriptCodec.Stored;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads page by page what a group holds. Thread-safe. */
final class RedisPages {

  private static final String[] COUNTS = {
    "emitted",
    "ready",
    "inflight",
    "delayed",
    "dead",
    "handled",
    "discarded",
    "cancelled",
    "dropped"
  };

  private static final Pattern DELIVERY_ID = Pattern.compile("[hdl][0-9]{1,15}(\\.[0-9]{1,9})?~?");

  private final RedisKeys keys;
  private final AdminCalls calls;

  RedisPages(RedisKeys keys, AdminCalls calls) {
    this.keys = keys;
    this.calls = calls;
  }

  /** Returns whether it may be one: scripts look at nothing else. */
  static boolean isDeliveryId(String text) {
    return DELIVERY_ID.matcher(text).matches();
  }

  QueueCounts counts(String group, EventQueue queue) {
    Object[] arguments = new Object[COUNTS.length + 1];
    arguments[0] = RedisKeys.initial(queue);
    System.arraycopy(COUNTS, 0, arguments, 1, COUNTS.length);
    List<Object> n;
    do {
      n = calls.run("counting", Script.COUNTS, keys.group(group).all(), arguments);
    } while ((Long) n.get(COUNTS.length) == 1);
    return new QueueCounts(
        (Long) n.get(0),
        (Long) n.get(1),
        (Long) n.get(2),
        (Long) n.get(3),
        (Long) n.get(4),
        (Long) n.get(5),
        (Long) n.get(6),
        (Long) n.get(7),
        (Long) n.get(8));
  }

  Sizes sizes(String group) {
    List<Object> found = calls.run("counting", Script.SIZES, keys.group(group).all());
    Map<EventQueue, Long> ready = new EnumMap<>(EventQueue.class);
    for (EventQueue queue : EventQueue.values()) {
      ready.put(queue, (Long) found.get(2 + queue.ordinal()));
    }
    return new Sizes((Long) found.get(0), (Long) found.get(1), ready);
  }

  List<StoredReady> ready(String group, EventQueue queue, int offset, int limit) {
    List<Object> found;
    do {
      found =
          calls.run(
              "reading what is ready",
              Script.READY,
              keys.group(group).all(),
              RedisKeys.initial(queue),
              offset,
              limit);
    } while ((Long) found.get(0) == 1);
    List<StoredReady> ready = new ArrayList<>(found.size() - 1);
    for (Object value : found.subList(1, found.size())) {
      if (value instanceof Stored stored) {
        ready.add(new StoredReady(stored.head(), stored.element()));
      }
    }
    return ready;
  }

  List<StoredInFlight> inFlight(String group, int offset, int limit) {
    RedisKeys.Group of = keys.group(group);
    List<String> consumers =
        List.copyOf(new TreeSet<>(calls.read("reading the instances", of.consumers(), "HKEYS")));
    if (consumers.isEmpty()) {
      return List.of();
    }
    List<Object> touched = new ArrayList<>();
    consumers.forEach(
        consumer -> touched.addAll(List.of(of.inFlight(consumer), of.marks(consumer))));
    List<Object> found =
        calls.run("reading what is in flight", Script.IN_FLIGHT, touched, offset, limit);
    List<StoredInFlight> inFlight = new ArrayList<>(found.size() / 4);
    for (int i = 0; i < found.size(); i += 4) {
      if (found.get(i + 3) instanceof Stored stored) {
        String id = (String) found.get(i + 1);
        inFlight.add(
            new StoredInFlight(
                id,
                RedisKeys.queue(id.charAt(0)),
                consumers.get(((Long) found.get(i)).intValue()),
                present(stored.head(), (String) found.get(i + 2)),
                stored.element()));
      }
    }
    return inFlight;
  }

  /** Returns the state with the shares that are marked as settled. */
  private static String present(String state, String marks) {
    StringBuilder present = new StringBuilder(state);
    for (String mark : marks.split("(?=[-*])")) {
      if (mark.startsWith("-")) {
        present.append(mark);
      }
    }
    return present.toString();
  }

  List<StoredDeadLetter> deadLetters(String group, int offset, int limit) {
    return letters(
        calls.run(
            "reading dead letters", Script.DEAD_LETTERS, keys.group(group).all(), offset, limit));
  }

  List<StoredDeadLetter> deadLetters(String group, List<String> members) {
    return letters(
        calls.run(
            "reading dead letters",
            Script.DEAD_LETTERS_OF,
            keys.group(group).all(),
            members.toArray()));
  }

  private static List<StoredDeadLetter> letters(List<Object> found) {
    List<StoredDeadLetter> letters = new ArrayList<>(found.size() / 2);
    for (int i = 0; i < found.size(); i += 2) {
      if (found.get(i + 1) instanceof Stored stored) {
        String key = ScriptCodec.text(found.get(i));
        JsonNode facts = Json.tree(stored.head());
        letters.add(
            new StoredDeadLetter(
                key,
                key.split(" ", 3)[2],
                RedisKeys.queue(key.charAt(0)),
                facts.path("handler").asString(""),
                facts.path("attempts").asInt(0),
                facts.path("failedAt").asLong(0),
                facts.path("reason").asString(""),
                stored.element()));
      }
    }
    return letters;
  }

  List<StoredDelayed> delayed(String group, int offset, int limit) {
    return delayed(
        calls.run(
            "reading delayed events", Script.DELAYED, keys.group(group).all(), offset, limit));
  }

  Optional<StoredDelayed> delayed(String group, String deliveryId) {
    return isDeliveryId(deliveryId)
        ? delayed(
                calls.run(
                    "reading a delayed event",
                    Script.DELAYED_ONE,
                    keys.group(group).all(),
                    deliveryId))
            .stream()
            .findFirst()
        : Optional.empty();
  }

  private static List<StoredDelayed> delayed(List<Object> found) {
    List<StoredDelayed> delayed = new ArrayList<>(found.size() / 4);
    for (int i = 0; i < found.size(); i += 4) {
      if (found.get(i + 3) instanceof Stored stored) {
        String id = (String) found.get(i);
        delayed.add(
            new StoredDelayed(
                id,
                RedisKeys.queue(id.charAt(0)),
                Long.parseLong((String) found.get(i + 1)),
                (Long) found.get(i + 2) == 1,
                stored.head(),
                stored.element()));
      }
    }
    return delayed;
  }
}
