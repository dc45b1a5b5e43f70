package dev.postbus.redisson;

import dev.postbus.EventBusException;
import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.engine.AdminStore;
import dev.postbus.redisson.ScriptCodec.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;
import tools.jackson.databind.JsonNode;

/** Administration in Redis. What may be long goes in steps, so that no call keeps Redis busy. */
final class RedisAdmin implements AdminStore {

  private static final int AT_ONCE = 100;
  private static final int LOOK_AT_ONCE = 1_000;
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

  /** Longer than Redisson tries: it says better what is wrong. */
  private static final long PATIENCE_SECONDS = 60;

  private final RedissonClient client;
  private final RedisKeys keys;
  private final Scripts scripts;
  private final Alarms alarms;

  RedisAdmin(RedissonClient client, RedisKeys keys, Scripts scripts, Alarms alarms) {
    this.client = client;
    this.keys = keys;
    this.scripts = scripts;
    this.alarms = alarms;
  }

  @Override
  public Set<String> groups() {
    return await(
        "reading the groups",
        client.<String, String>getMap(keys.directory(), StringCodec.INSTANCE).readAllKeySetAsync());
  }

  @Override
  public QueueCounts counts(String group, EventQueue queue) {
    Object[] arguments = new Object[COUNTS.length + 1];
    arguments[0] = RedisKeys.initial(queue);
    System.arraycopy(COUNTS, 0, arguments, 1, COUNTS.length);
    List<Object> n;
    do {
      n = run("counting", Script.COUNTS, keys.group(group).all(), arguments);
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

  @Override
  public Optional<byte[]> oldestReady(String group, EventQueue queue) {
    return Optional.ofNullable(
        await(
            "reading the oldest event",
            client
                .<byte[]>getBlockingQueue(keys.group(group).ready(queue), ByteArrayCodec.INSTANCE)
                .peekAsync()));
  }

  @Override
  public void pause(String group, EventQueue queue, boolean paused) {
    run(
        "pausing or resuming a queue",
        Script.PAUSE,
        keys.group(group).all(),
        RedisKeys.initial(queue),
        paused ? "1" : "0");
  }

  @Override
  public Set<EventQueue> paused(String group) {
    Set<String> initials =
        await(
            "reading the paused queues",
            client.<String>getSet(keys.group(group).paused(), StringCodec.INSTANCE).readAllAsync());
    return ExchangeCall.queues(String.join("", initials));
  }

  @Override
  public List<StoredDeadLetter> deadLetters(String group, int offset, int limit) {
    List<Object> found =
        run("reading dead letters", Script.DEAD_LETTERS, keys.group(group).all(), offset, limit);
    List<StoredDeadLetter> letters = new ArrayList<>(found.size() / 2);
    for (int i = 0; i < found.size(); i += 2) {
      if (found.get(i + 1) instanceof Stored stored) {
        String key = ScriptCodec.text(found.get(i));
        JsonNode facts = Json.deadLetterFacts(stored.head());
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

  @Override
  public List<String> deadLetterKeys(String group, String eventId, @Nullable String handlerId) {
    List<Object> touched = keys.group(group).with(keys.group(group).handlers());
    String handler = handlerId == null ? "" : handlerId;
    List<String> found = new ArrayList<>();
    for (int offset = 0; ; offset += LOOK_AT_ONCE) {
      List<Object> page =
          run(
              "looking for dead letters",
              Script.DEAD_KEYS,
              touched,
              eventId,
              handler,
              offset,
              LOOK_AT_ONCE);
      page.stream().skip(1).map(ScriptCodec::text).forEach(found::add);
      if ((Long) page.get(0) < LOOK_AT_ONCE) {
        return found;
      }
    }
  }

  @Override
  public List<String> oldestDeadLetterKeys(String group, int limit) {
    return List.copyOf(
        await(
            "looking for dead letters",
            client
                .<String>getScoredSortedSet(keys.group(group).dead(), StringCodec.INSTANCE)
                .valueRangeAsync(0, limit - 1)));
  }

  @Override
  public int redrive(String group, List<String> members) {
    return inSteps("redriving dead letters", Script.REDRIVE, group, members);
  }

  @Override
  public int discard(String group, List<String> members) {
    return inSteps("discarding dead letters", Script.DISCARD, group, members);
  }

  private int inSteps(String what, Script script, String group, List<String> members) {
    int done = 0;
    for (int from = 0; from < members.size(); from += AT_ONCE) {
      List<String> some = members.subList(from, Math.min(from + AT_ONCE, members.size()));
      done += number(run(what, script, keys.group(group).all(), some.toArray()));
    }
    return done;
  }

  @Override
  public List<StoredDelayed> delayed(String group, int offset, int limit) {
    List<Object> found =
        run("reading delayed events", Script.DELAYED, keys.group(group).all(), offset, limit);
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

  @Override
  public boolean cancelDelayed(String group, String eventId) {
    return number(run("cancelling an event", Script.CANCEL, keys.group(group).all(), eventId)) == 1;
  }

  @Override
  public boolean forgetHandler(String group, String handlerId) {
    List<Object> touched = List.of(keys.directoryVersion(), keys.directory());
    return number(
            run(
                "forgetting a handler",
                Script.FORGET,
                touched,
                group,
                UUID.randomUUID(),
                handlerId))
        == 1;
  }

  @Override
  public boolean removeGroup(String group) {
    RedisKeys.Group of = keys.group(group);
    List<Object> touched =
        of.with(
            of.consumers(),
            of.fenced(),
            of.handlersSeen(),
            of.handlers(),
            keys.directoryVersion(),
            keys.directory());
    List<Object> reply =
        run("removing a group", Script.REMOVE_GROUP, touched, group, UUID.randomUUID());
    if (reply.get(0).equals("ALIVE")) {
      throw new IllegalStateException(
          "group %s has live consumers; stop its instances before removing it".formatted(group));
    }
    for (Object consumer : reply.subList(1, reply.size())) {
      String id = (String) consumer;
      await(
          "removing a group",
          client.getKeys().unlinkAsync(of.inFlight(id), of.marks(id), of.request(id)));
    }
    alarms.remove(group);
    return number(reply) == 1;
  }

  private static int number(List<Object> reply) {
    return ((Long) reply.get(0)).intValue();
  }

  private List<Object> run(String what, Script script, List<Object> touched, Object... arguments) {
    return await(what, scripts.run(script, touched, arguments));
  }

  private static <T> T await(String what, CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new EventBusException(what + " was interrupted", stop);
    } catch (ExecutionException failure) {
      throw RedisErrors.unknown(what, failure.getCause());
    } catch (TimeoutException failure) {
      throw new EventBusException(what + " failed: Redis does not answer", failure);
    }
  }
}
