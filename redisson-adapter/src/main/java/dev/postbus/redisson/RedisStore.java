package dev.postbus.redisson;

import dev.postbus.Durability;
import dev.postbus.EventBusException;
import dev.postbus.EventQueue;
import dev.postbus.engine.AdminStore;
import dev.postbus.engine.Broadcast;
import dev.postbus.engine.ConsumerInfo;
import dev.postbus.engine.EngineTime;
import dev.postbus.engine.EventStore;
import dev.postbus.engine.GroupDirectory;
import dev.postbus.engine.HandlerBinding;
import dev.postbus.engine.PublishBatch;
import dev.postbus.engine.PublishReply;
import dev.postbus.engine.UnclaimedEvent;
import dev.postbus.redisson.DurableScripts.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.redisson.api.RedissonClient;

/** Events in Redis. Every method is one script, but for the bounded steps of administration. */
final class RedisStore implements EventStore {

  /** How long replicas and disks may take to confirm what is to be durable. */
  private static final Duration CONFIRMATION = Duration.ofSeconds(3);

  private static final Duration ANSWER = Duration.ofSeconds(3);

  private final RedissonClient client;
  private final RedisKeys keys;
  private final Scripts scripts;
  private final DurableScripts durableScripts;
  private final Alarms alarms;
  private final Duration guardPeriod;
  private final EngineTime time;
  private final Runnable onClose;
  private final AdminStore admin;
  private final Broadcast broadcast;

  /**
   * Creates the store.
   *
   * @param guardPeriod how often an idle consumer looks for work that nothing woke it for
   * @param time for the pause after a failed wait
   * @param onClose ends what was made for this store
   */
  RedisStore(
      RedissonClient client,
      String namespace,
      Duration guardPeriod,
      EngineTime time,
      Runnable onClose) {
    this(client, namespace, guardPeriod, time, onClose, CONFIRMATION);
  }

  /** Creates a store that waits otherwise for what is to be durable. */
  RedisStore(
      RedissonClient client,
      String namespace,
      Duration guardPeriod,
      EngineTime time,
      Runnable onClose,
      Duration confirmation) {
    this.client = client;
    this.keys = new RedisKeys(namespace);
    this.scripts = new Scripts(client);
    this.durableScripts = new DurableScripts(client, confirmation, ANSWER);
    this.alarms = new Alarms(client, keys);
    this.guardPeriod = guardPeriod;
    this.time = time;
    this.onClose = onClose;
    this.broadcast = new RedisBroadcast(client, keys);
    this.admin = new RedisAdmin(client, keys, scripts, alarms, time);
  }

  @Override
  public CompletionStage<PublishReply> publish(PublishBatch batch) {
    PublishCall call = new PublishCall(keys, batch);
    return run(batch.durability(), call)
        .handle(
            (answer, failure) -> {
              if (failure != null) {
                throw RedisErrors.publish(failure);
              }
              PublishReply reply = published(batch, call, answer.reply());
              return answer.problem() != null && reply instanceof PublishReply.Accepted taken
                  ? new PublishReply.Unconfirmed(taken.results(), answer.problem())
                  : reply;
            });
  }

  private CompletionStage<Answer> run(Durability durability, PublishCall call) {
    return durability == Durability.STORED
        ? scripts
            .run(Script.PUBLISH, call.keys(), call.arguments())
            .thenApply(reply -> new Answer(reply, null))
        : durableScripts.run(durability, Script.PUBLISH, call.keys(), call.arguments());
  }

  private PublishReply published(PublishBatch batch, PublishCall call, List<Object> reply) {
    String answer = (String) reply.get(0);
    if (answer.equals("STALE")) {
      return new PublishReply.Stale(Json.directory(reply.get(1), (List<?>) reply.get(2)));
    }
    if (answer.equals("REFUSED")) {
      throw new EventBusException(
          "batch %d of publisher %s came after a later one; its outcome is unknown"
              .formatted(batch.sequence(), batch.publisherId()));
    }
    call.alarms(answer).forEach(alarm -> alarms.set(alarm.target(), alarm.millis()));
    return call.accepted(answer);
  }

  @Override
  public CompletionStage<GroupDirectory> directory() {
    return run(
            "reading the directory",
            Script.DIRECTORY,
            List.of(keys.directoryVersion(), keys.directory()))
        .thenApply(reply -> Json.directory(reply.get(0), (List<?>) reply.get(1)));
  }

  @Override
  public CompletionStage<GroupDirectory> bind(String group, List<HandlerBinding> bindings) {
    List<Object> arguments = new ArrayList<>(List.of(group, UUID.randomUUID()));
    for (HandlerBinding binding : bindings) {
      arguments.add(binding.handlerId());
      arguments.add(Json.patterns(binding.patterns()));
    }
    RedisKeys.Group ofGroup = keys.group(group);
    List<Object> touched =
        List.of(
            keys.directoryVersion(), keys.directory(), ofGroup.handlers(), ofGroup.handlersSeen());
    return run("binding group " + group, Script.BIND, touched, arguments.toArray())
        .thenApply(reply -> Json.directory(reply.get(0), (List<?>) reply.get(1)));
  }

  @Override
  public CompletionStage<List<UnclaimedEvent>> unclaimed(long afterPosition, int limit) {
    return run(
            "reading events without a group",
            Script.UNCLAIMED,
            List.of(keys.unclaimed()),
            afterPosition,
            limit)
        .thenApply(reply -> reply.stream().map(member -> unclaimed((String) member)).toList());
  }

  private static UnclaimedEvent unclaimed(String member) {
    int space = member.indexOf(' ');
    return new UnclaimedEvent(
        Long.parseLong(member.substring(0, space)), member.substring(space + 1));
  }

  @Override
  public CompletionStage<Integer> adopt(String group, Map<Long, List<Integer>> handlersByPosition) {
    List<Object> arguments = new ArrayList<>(1 + 2 * handlersByPosition.size());
    arguments.add(group);
    new TreeMap<>(handlersByPosition)
        .forEach(
            (position, handlers) -> {
              arguments.add(position);
              arguments.add(
                  handlers.stream().map(String::valueOf).collect(Collectors.joining(",")));
            });
    List<Object> touched =
        keys.group(group).with(keys.unclaimed(), keys.unclaimedEvents(), keys.directory());
    return run("moving events to group " + group, Script.ADOPT, touched, arguments.toArray())
        .thenApply(
            reply -> {
              alarms.set(group, (String) reply.get(1));
              return ((Long) reply.get(0)).intValue();
            });
  }

  @Override
  public CompletionStage<dev.postbus.engine.Consumer> register(
      ConsumerInfo info, Consumer<EventQueue> signal) {
    String id = UUID.randomUUID().toString();
    List<Object> arguments =
        new ArrayList<>(List.of(id, info.lease().toMillis(), Json.consumer(info)));
    arguments.addAll(info.handlerIds());
    RedisKeys.Group group = keys.group(info.group());
    return run(
            "registering with group " + info.group(),
            Script.REGISTER,
            group.withConsumers(),
            arguments.toArray())
        .thenApply(
            reply -> {
              alarms.attend(info.group());
              WakeUps wakeUps = new WakeUps(client, group, guardPeriod, time, signal);
              return new RedisConsumer(id, info, group, scripts, wakeUps, alarms);
            });
  }

  @Override
  public CompletionStage<Long> absentMillis(String group, String handlerId) {
    RedisKeys.Group ofGroup = keys.group(group);
    return run(
            "looking for handler " + handlerId,
            Script.ABSENT,
            List.of(ofGroup.aliveSince(), ofGroup.handlersSeen()),
            handlerId)
        .thenApply(reply -> (Long) reply.get(0));
  }

  @Override
  public CompletionStage<Void> addFlows(String source, Map<String, Long> emitted) {
    return run(
            "telling what was emitted",
            Script.ADD_FLOWS,
            RedisLedger.flowKeys(keys),
            RedisLedger.flowArguments(source, emitted))
        .thenApply(reply -> null);
  }

  @Override
  public Broadcast broadcast() {
    return broadcast;
  }

  @Override
  public AdminStore admin() {
    return admin;
  }

  @Override
  public void close() {
    alarms.close();
    onClose.run();
  }

  private CompletionStage<List<Object>> run(
      String what, Script script, List<Object> touched, Object... arguments) {
    return scripts
        .run(script, touched, arguments)
        .handle(
            (reply, failure) -> {
              if (failure != null) {
                throw RedisErrors.unknown(what, failure);
              }
              return reply;
            });
  }
}
