package dev.postbus.local;

import dev.postbus.EventQueue;
import dev.postbus.engine.AdminStore;
import dev.postbus.engine.Broadcast;
import dev.postbus.engine.ConsumerInfo;
import dev.postbus.engine.EngineSettings;
import dev.postbus.engine.EngineTime;
import dev.postbus.engine.EventStore;
import dev.postbus.engine.GroupDirectory;
import dev.postbus.engine.HandlerBinding;
import dev.postbus.engine.PublishBatch;
import dev.postbus.engine.PublishReply;
import dev.postbus.engine.UnclaimedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The store in memory. One lock makes every method one step, as one script does on Redis; stages
 * are complete when they are returned. It has no threads and lives as long as it is referred to.
 */
final class LocalStore implements EventStore {

  private final EngineTime time;
  private final ReentrantLock lock = new ReentrantLock();
  private final LocalDirectory directory = new LocalDirectory();
  private final LocalUnclaimed unclaimed = new LocalUnclaimed();
  private final LocalElements elements = new LocalElements();
  private final Map<String, LocalGroup> groups = new HashMap<>();
  private final LocalPublishing publishing =
      new LocalPublishing(directory, unclaimed, elements, this::group);
  private final Broadcast broadcast = new LocalBroadcast();
  private final LocalLedger ledger = new LocalLedger();
  private final AdminStore admin = new LocalAdmin(this, directory, groups, ledger);
  private final LocalGuard guard;
  private long consumers;

  /** How many buses are going to close it. */
  private int users = 1;

  LocalStore(EngineTime time) {
    this(time, EngineSettings.defaults().guardPeriod());
  }

  LocalStore(EngineTime time, Duration guardPeriod) {
    this.time = time;
    this.guard = new LocalGuard(this, time, guardPeriod, groups.values());
  }

  @Override
  public CompletionStage<PublishReply> publish(PublishBatch batch) {
    return stage((now, signals) -> publishing.publish(batch, now, signals));
  }

  @Override
  public CompletionStage<GroupDirectory> directory() {
    return stage((now, signals) -> directory.current());
  }

  @Override
  public CompletionStage<GroupDirectory> bind(String group, List<HandlerBinding> bindings) {
    return stage(
        (now, signals) -> {
          GroupDirectory bound = directory.bind(group, bindings);
          // One that was just bound is not missing, though no instance has advertised it yet.
          group(group)
              .leases()
              .advertise(
                  bindings.stream().map(HandlerBinding::handlerId).collect(Collectors.toSet()),
                  now);
          return bound;
        });
  }

  @Override
  public CompletionStage<List<UnclaimedEvent>> unclaimed(long afterPosition, int limit) {
    return stage((now, signals) -> unclaimed.after(afterPosition, limit));
  }

  @Override
  public CompletionStage<Integer> adopt(String group, Map<Long, List<Integer>> handlersByPosition) {
    return stage((now, signals) -> adopt(group, handlersByPosition, now, signals));
  }

  private int adopt(
      String group, Map<Long, List<Integer>> byPosition, Instant now, LocalSignals signals) {
    int adopted = 0;
    for (Map.Entry<Long, List<Integer>> entry : LocalUnclaimed.inOrder(byPosition)) {
      LocalUnclaimed.Waiting event =
          directory.contains(group) ? unclaimed.take(entry.getKey()) : null;
      if (event != null) {
        LocalQueue queue = group(group).queue(event.queue());
        LocalDelivery delivery =
            elements.delivery(queue, event.eventId(), event.envelope(), entry.getValue());
        if (event.due() > now.toEpochMilli()) {
          queue.offerDelayed(delivery, event.due());
        } else {
          queue.offer(delivery);
        }
        queue.waiters().wake(signals);
        adopted++;
      }
    }
    return adopted;
  }

  @Override
  public CompletionStage<dev.postbus.engine.Consumer> register(
      ConsumerInfo info, Consumer<EventQueue> signal) {
    return stage(
        (now, signals) -> {
          LocalGroup group = group(info.group());
          String id = "%s-%d-%d".formatted(info.host(), info.pid(), ++consumers);
          LocalConsumer consumer = new LocalConsumer(this, group, id, info, signal, now);
          group.leases().register(consumer, now);
          return consumer;
        });
  }

  @Override
  public CompletionStage<Long> absentMillis(String group, String handlerId) {
    return stage(
        (now, signals) -> {
          LocalGroup held = groups.get(group);
          return held == null ? 0L : held.leases().absentMillis(handlerId, now);
        });
  }

  @Override
  public CompletionStage<Void> addFlows(String source, Map<String, Long> emitted) {
    return stage(
        (now, signals) -> {
          ledger.addFlows(source, emitted, now);
          return null;
        });
  }

  @Override
  public Broadcast broadcast() {
    return broadcast;
  }

  @Override
  public AdminStore admin() {
    return admin;
  }

  /** One more bus is going to close it. */
  void join() {
    step((now, signals) -> ++users);
  }

  /**
   * Ends the guard with the last user. There is nothing else to end: what is stored goes with the
   * store.
   */
  @Override
  public void close() {
    step(
        (now, signals) -> {
          if (--users == 0) {
            guard.close();
          }
          return null;
        });
  }

  LocalGuard guard() {
    return guard;
  }

  private LocalGroup group(String name) {
    return groups.computeIfAbsent(name, unknown -> new LocalGroup());
  }

  /**
   * Something done under the lock.
   *
   * @param <T> what it results in
   */
  @FunctionalInterface
  interface Step<T> {
    T run(Instant now, LocalSignals signals);
  }

  /** Takes a step and then gives the signals it owes, without the lock. */
  <T> T step(Step<T> step) {
    LocalSignals signals = new LocalSignals();
    lock.lock();
    try {
      return step.run(time.now(), signals);
    } finally {
      lock.unlock();
      signals.send();
    }
  }

  <T> CompletionStage<T> stage(Step<T> step) {
    try {
      return CompletableFuture.completedFuture(step(step));
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }
}
