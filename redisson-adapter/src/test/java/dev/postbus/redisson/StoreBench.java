package dev.postbus.redisson;

import dev.postbus.Durability;
import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.engine.Claim;
import dev.postbus.engine.Consumer;
import dev.postbus.engine.ConsumerInfo;
import dev.postbus.engine.EngineTime;
import dev.postbus.engine.ExchangeReply;
import dev.postbus.engine.ExchangeRequest;
import dev.postbus.engine.GroupDirectory;
import dev.postbus.engine.HandlerBinding;
import dev.postbus.engine.OutgoingEvent;
import dev.postbus.engine.PublishBatch;
import dev.postbus.engine.PublishReply;
import dev.postbus.engine.Settlement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.redisson.api.RedissonClient;

/** A store in a namespace of its own, with group {@code g} and its handler 1. */
final class StoreBench implements AutoCloseable {

  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  final String namespace;
  final RedisStore store;
  private final RedissonClient client;
  private GroupDirectory directory;
  private long sequence;

  StoreBench(RedissonClient client, Duration guardPeriod) {
    this(
        client,
        guardPeriod,
        "store-" + ProcessHandle.current().pid() + "-" + NAMESPACES.incrementAndGet());
  }

  StoreBench(RedissonClient client, Duration guardPeriod, String namespace) {
    this(client, guardPeriod, namespace, Duration.ofSeconds(1));
  }

  /** Also says how long to wait for the confirmations of durable emits. */
  StoreBench(RedissonClient client, Duration guardPeriod, String namespace, Duration confirmation) {
    this.client = client;
    this.namespace = namespace;
    this.store =
        new RedisStore(
            client,
            namespace,
            guardPeriod,
            EngineTime.system("test-timer"),
            () -> {},
            confirmation);
    this.directory = get(store.bind("g", List.of(new HandlerBinding("A.on", List.of("order.*")))));
  }

  /** Waits for a stage and throws what it failed with. */
  static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException failure) {
      throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
    }
  }

  static OutgoingEvent event(String id, Duration delay) {
    String envelope =
        ("{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"bench\",\"type\":\"order.created\","
                + "\"data\":{}}")
            .formatted(id);
    return new OutgoingEvent(
        id,
        false,
        "order.created",
        EventQueue.DEFAULT,
        delay,
        envelope.getBytes(StandardCharsets.UTF_8),
        List.of());
  }

  PublishReply publish(OutgoingEvent... events) {
    return publish(++sequence, events);
  }

  PublishReply publish(long number, OutgoingEvent... events) {
    return get(store.publish(batch(number, events)));
  }

  PublishBatch batch(long number, OutgoingEvent... events) {
    return batch(number, Durability.STORED, List.of(events));
  }

  PublishBatch batch(long number, Durability durability, List<OutgoingEvent> events) {
    List<OutgoingEvent> routed = new ArrayList<>();
    for (OutgoingEvent event : events) {
      routed.add(event.withRoutes(directory.routesFor(event.event())));
    }
    return new PublishBatch(
        "publisher", number, directory.version(), routed, Duration.ofHours(1), 10, durability);
  }

  void publishMany(int count) {
    for (int from = 0; from < count; from += 500) {
      OutgoingEvent[] events = new OutgoingEvent[Math.min(500, count - from)];
      for (int i = 0; i < events.length; i++) {
        events[i] = event("e" + (from + i), Duration.ZERO);
      }
      publish(events);
    }
  }

  /** A registered consumer with the signals it was given and the number of its requests. */
  record Registered(Consumer consumer, BlockingQueue<EventQueue> signals, AtomicLong requests) {}

  Registered register(Duration lease) {
    BlockingQueue<EventQueue> signals = new LinkedBlockingQueue<>();
    ConsumerInfo info = new ConsumerInfo("g", "host", 1, Set.of("A.on"), lease);
    return new Registered(get(store.register(info, signals::add)), signals, new AtomicLong());
  }

  Registered register() {
    return register(Duration.ofSeconds(60));
  }

  ExchangeReply exchange(Registered registered, int wanted, Settlement... settlements) {
    return get(
        registered
            .consumer()
            .exchange(
                new ExchangeRequest(
                    registered.requests().incrementAndGet(),
                    List.of(settlements),
                    wanted == 0 ? Map.of() : Map.of(EventQueue.DEFAULT, wanted),
                    true,
                    4 << 20,
                    1_000)));
  }

  static Settlement done(Claim claim) {
    return new Settlement.Done(claim.deliveryId(), 1);
  }

  QueueCounts counts() {
    return store.admin().counts("g", EventQueue.DEFAULT);
  }

  @Override
  public void close() {
    store.close();
    client.getKeys().deleteByPattern("*{" + namespace + "}*");
  }
}
