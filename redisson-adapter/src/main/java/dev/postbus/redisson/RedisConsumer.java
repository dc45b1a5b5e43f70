package dev.postbus.redisson;

import dev.postbus.EventQueue;
import dev.postbus.engine.Consumer;
import dev.postbus.engine.ConsumerInfo;
import dev.postbus.engine.ConsumerReport;
import dev.postbus.engine.ExchangeReply;
import dev.postbus.engine.ExchangeRequest;
import dev.postbus.engine.FencedException;
import dev.postbus.engine.HeartbeatReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One registration of an instance. */
final class RedisConsumer implements Consumer {

  /** What one call of recover may return, so that no call keeps Redis busy for long. */
  private static final int RECOVER_AT_ONCE = 200;

  private final String id;
  private final String group;
  private final long leaseMillis;
  private final RedisKeys.Group keys;
  private final List<Object> exchangeKeys;
  private final List<Object> consumerKeys;
  private final Scripts scripts;
  private final WakeUps wakeUps;
  private final Alarms alarms;

  RedisConsumer(
      String id,
      ConsumerInfo info,
      RedisKeys.Group keys,
      Scripts scripts,
      WakeUps wakeUps,
      Alarms alarms) {
    this.id = id;
    this.group = info.group();
    this.leaseMillis = info.lease().toMillis();
    this.keys = keys;
    this.exchangeKeys = keys.with(keys.inFlight(id), keys.marks(id), keys.request(id));
    this.consumerKeys = keys.withConsumers();
    this.scripts = scripts;
    this.wakeUps = wakeUps;
    this.alarms = alarms;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public CompletionStage<ExchangeReply> exchange(ExchangeRequest request) {
    Object[] arguments = ExchangeCall.arguments(id, leaseMillis, request);
    return run("settling and claiming", Script.EXCHANGE, exchangeKeys, arguments)
        .thenApply(
            reply -> {
              alarms.set(group, ExchangeCall.alarms(reply));
              return ExchangeCall.reply(reply);
            });
  }

  @Override
  public CompletionStage<Void> recordStart(String deliveryId, int handler) {
    return run(
            "recording a start", Script.START, exchangeKeys, id, leaseMillis, deliveryId, handler)
        .thenApply(reply -> null);
  }

  @Override
  public CompletionStage<HeartbeatReply> heartbeat(Set<String> handlerIds) {
    List<Object> arguments = new ArrayList<>(List.of(id, leaseMillis));
    arguments.addAll(handlerIds);
    return run("renewing the lease", Script.HEARTBEAT, consumerKeys, arguments.toArray())
        .thenApply(
            reply -> {
              long millis = (Long) reply.get(0);
              return new HeartbeatReply(
                  millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis)),
                  ExchangeCall.queues((String) reply.get(1)));
            });
  }

  @Override
  public CompletionStage<Void> report(ConsumerReport report) {
    return run("telling what runs", Script.REPORT, consumerKeys, id, Json.report(report))
        .thenApply(reply -> null);
  }

  @Override
  public CompletionStage<Integer> recover() {
    return run("fencing dead consumers", Script.FENCE, consumerKeys, id, leaseMillis)
        .thenCompose(
            fenced ->
                fenced.isEmpty()
                    ? CompletableFuture.completedFuture(-1)
                    : recover((String) fenced.get(0)).thenCompose(this::recovered));
  }

  /** One that held nothing is no step: the next one is looked at. */
  private CompletionStage<Integer> recovered(List<Object> reply) {
    int returned = ((Long) reply.get(0)).intValue();
    return returned == 0 && (Long) reply.get(1) == 1
        ? recover()
        : CompletableFuture.completedFuture(returned);
  }

  private CompletionStage<List<Object>> recover(String consumer) {
    List<Object> all =
        keys.with(
            keys.consumers(),
            keys.fenced(),
            keys.inFlight(consumer),
            keys.marks(consumer),
            keys.request(consumer));
    return run("recovering deliveries", Script.RECOVER, all, consumer, RECOVER_AT_ONCE);
  }

  @Override
  public void arm(EventQueue queue) {
    wakeUps.arm(queue);
  }

  @Override
  public CompletionStage<Void> close() {
    wakeUps.close();
    return run("ending the lease", Script.CLOSE, consumerKeys, id).thenCompose(reply -> giveBack());
  }

  private CompletionStage<Void> giveBack() {
    return recover(id)
        .thenCompose(
            reply ->
                (Long) reply.get(1) == 1 ? CompletableFuture.completedFuture(null) : giveBack());
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
              if (!reply.isEmpty() && "FENCED".equals(reply.get(0))) {
                throw new FencedException(id);
              }
              if (!reply.isEmpty() && "OLD".equals(reply.get(0))) {
                throw new IllegalStateException("an exchange came after a later one");
              }
              return reply;
            });
  }
}
