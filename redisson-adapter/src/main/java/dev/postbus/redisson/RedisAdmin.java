package dev.postbus.redisson;

import static dev.postbus.redisson.AdminCalls.await;
import static dev.postbus.redisson.AdminCalls.number;

import dev.postbus.AuditEntry;
import dev.postbus.EventFlow;
import dev.postbus.EventQueue;
import dev.postbus.InstanceInfo;
import dev.postbus.QueueCounts;
import dev.postbus.engine.AdminStore;
import dev.postbus.engine.EngineTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;

/** Administration in Redis. What may be long goes in steps, so that no call keeps Redis busy. */
final class RedisAdmin implements AdminStore {

  private static final int AT_ONCE = 100;
  private static final int LOOK_AT_ONCE = 1_000;
  private final RedissonClient client;
  private final RedisKeys keys;
  private final AdminCalls calls;
  private final RedisPages pages;
  private final RedisInstances instances;
  private final RedisLedger ledger;
  private final StoreClock clock;
  private final Alarms alarms;

  RedisAdmin(
      RedissonClient client, RedisKeys keys, Scripts scripts, Alarms alarms, EngineTime time) {
    this.client = client;
    this.keys = keys;
    this.calls = new AdminCalls(scripts);
    this.pages = new RedisPages(keys, calls);
    this.instances = new RedisInstances(keys, calls);
    this.ledger = new RedisLedger(keys, calls);
    this.clock = new StoreClock(keys, calls, time);
    this.alarms = alarms;
  }

  @Override
  public Instant now() {
    return clock.now();
  }

  @Override
  public Set<String> groups() {
    return Set.copyOf(calls.read("reading the groups", keys.directory(), "HKEYS"));
  }

  @Override
  public List<InstanceInfo> instances() {
    return instances.of(groups());
  }

  @Override
  public List<EventFlow> flows() {
    return ledger.flows();
  }

  @Override
  public void audit(AuditEntry entry, int keep) {
    ledger.audit(entry, keep);
  }

  @Override
  public List<AuditEntry> audit(int offset, int limit) {
    return ledger.audit(offset, limit);
  }

  @Override
  public Map<String, Long> advertised(String group, Collection<String> handlerIds) {
    Map<String, Long> advertised = new HashMap<>();
    if (handlerIds.isEmpty()) {
      return advertised;
    }
    List<Object> command = new ArrayList<>(List.of("HMGET"));
    command.addAll(handlerIds);
    List<String> seen =
        calls.read("reading the handlers", keys.group(group).handlersSeen(), command.toArray());
    int i = 0;
    for (String id : handlerIds) {
      String millis = seen.get(i++);
      if (!millis.isEmpty()) {
        advertised.put(id, Long.valueOf(millis));
      }
    }
    return advertised;
  }

  @Override
  public Sizes sizes(String group) {
    return pages.sizes(group);
  }

  @Override
  public QueueCounts counts(String group, EventQueue queue) {
    return pages.counts(group, queue);
  }

  @Override
  public Optional<byte[]> oldestReady(String group, EventQueue queue) {
    List<Object> ready = List.of(keys.group(group).ready(queue));
    return calls.run("reading the oldest event", Script.READ, ready, "LRANGE", 0, 0).stream()
        .findFirst()
        .map(ScriptCodec::bytes);
  }

  @Override
  public List<StoredReady> ready(String group, EventQueue queue, int offset, int limit) {
    return pages.ready(group, queue, offset, limit);
  }

  @Override
  public List<StoredInFlight> inFlight(String group, int offset, int limit) {
    return pages.inFlight(group, offset, limit);
  }

  @Override
  public void pause(String group, EventQueue queue, boolean paused) {
    calls.run(
        "pausing or resuming a queue",
        Script.PAUSE,
        keys.group(group).all(),
        RedisKeys.initial(queue),
        paused ? "1" : "0");
  }

  @Override
  public Set<EventQueue> paused(String group) {
    return ExchangeCall.queues(
        String.join(
            "", calls.read("reading the paused queues", keys.group(group).paused(), "SMEMBERS")));
  }

  @Override
  public List<StoredDeadLetter> deadLetters(String group, int offset, int limit) {
    return pages.deadLetters(group, offset, limit);
  }

  @Override
  public List<StoredDeadLetter> deadLetters(String group, List<String> members) {
    List<StoredDeadLetter> letters = new ArrayList<>(members.size());
    for (int from = 0; from < members.size(); from += AT_ONCE) {
      letters.addAll(
          pages.deadLetters(
              group, members.subList(from, Math.min(from + AT_ONCE, members.size()))));
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
          calls.run(
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
    return calls.read("looking for dead letters", keys.group(group).dead(), "ZRANGE", 0, limit - 1);
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
      done += number(calls.run(what, script, keys.group(group).all(), some.toArray()));
    }
    return done;
  }

  @Override
  public List<StoredDelayed> delayed(String group, int offset, int limit) {
    return pages.delayed(group, offset, limit);
  }

  @Override
  public Optional<StoredDelayed> delayedDelivery(String group, String deliveryId) {
    return pages.delayed(group, deliveryId);
  }

  @Override
  public boolean runNow(String group, String deliveryId) {
    return RedisPages.isDeliveryId(deliveryId)
        && number(
                calls.run(
                    "making an event due", Script.RUN_NOW, keys.group(group).all(), deliveryId))
            == 1;
  }

  @Override
  public boolean cancelDelayed(String group, String eventId) {
    return number(calls.run("cancelling an event", Script.CANCEL, keys.group(group).all(), eventId))
        == 1;
  }

  @Override
  public boolean forgetHandler(String group, String handlerId) {
    List<Object> touched = List.of(keys.directoryVersion(), keys.directory());
    return number(
            calls.run(
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
        calls.run("removing a group", Script.REMOVE_GROUP, touched, group, UUID.randomUUID());
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
}
