package dev.postbus.cli;

import dev.postbus.Backoff;
import dev.postbus.EmitOptions;
import dev.postbus.EventBusConfig;
import dev.postbus.EventHandler;
import dev.postbus.PermanentFailureException;
import dev.postbus.SubscribeOptions;
import dev.postbus.redisson.RedisSettings;
import dev.postbus.redisson.RedissonEventBus;
import dev.postbus.testkit.redis.PrivateRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.function.ThrowingSupplier;

/** A namespace on a real Redis, with applications in it, and commands that look at them. */
final class Scene implements AutoCloseable {

  private static final Duration LONG = Duration.ofSeconds(30);

  /** Far longer than a busy machine may keep a heartbeat waiting. */
  private static final Duration LEASE = Duration.ofSeconds(10);

  /** Told of more often: a third of the lease is between two reports. */
  private static final Duration SHORT_LEASE = Duration.ofSeconds(5);

  private final PrivateRedis redis;
  private final String namespace = "cli-" + UUID.randomUUID();
  private final List<RedissonEventBus> buses = new ArrayList<>();

  Scene(PrivateRedis redis) {
    this.redis = redis;
  }

  String namespace() {
    return namespace;
  }

  /** Returns an instance of the group, which is to be given handlers and started. */
  RedissonEventBus bus(String group) {
    return bus(group, LEASE);
  }

  private RedissonEventBus bus(String group, Duration lease) {
    RedissonEventBus bus =
        RedissonEventBus.connect(
            EventBusConfig.builder().group(group).namespace(namespace).leaseTimeout(lease).build(),
            RedisSettings.of(redis.endpoint().host(), redis.endpoint().port()));
    buses.add(bus);
    return bus;
  }

  /** Returns a started instance whose one handler does this with {@code order.*}. */
  RedissonEventBus bus(String group, String handler, EventHandler<Object> does) {
    return started(bus(group, LEASE), group, handler, does);
  }

  /** The same, for a test that waits until the instance tells what it runs. */
  RedissonEventBus talkativeBus(String group, String handler, EventHandler<Object> does) {
    return started(bus(group, SHORT_LEASE), group, handler, does);
  }

  private static RedissonEventBus started(
      RedissonEventBus bus, String group, String handler, EventHandler<Object> does) {
    SubscribeOptions options =
        SubscribeOptions.builder().id(handler).backoff(Backoff.fixed(Duration.ofHours(1))).build();
    bus.subscribe("order.*", Object.class, options, does);
    bus.start();
    // It registers on a thread of its own.
    until(
        () ->
            bus.admin().instances().stream().anyMatch(instance -> instance.group().equals(group)));
    return bus;
  }

  static EventHandler<Object> refusing() {
    return (payload, context) -> {
      throw new PermanentFailureException("card refused");
    };
  }

  static EventHandler<Object> failing() {
    return (payload, context) -> {
      throw new IllegalStateException("smtp timeout");
    };
  }

  static EventHandler<Object> accepting() {
    return (payload, context) -> {};
  }

  static EmitOptions id(String eventId) {
    return EmitOptions.builder().eventId(eventId).build();
  }

  static EmitOptions late(String eventId) {
    return EmitOptions.builder().eventId(eventId).delay(Duration.ofHours(1)).build();
  }

  /** Emits {@code order.created} with these ids and waits until the group has given them up. */
  void deadLetters(RedissonEventBus bus, String group, String... eventIds) {
    for (String eventId : eventIds) {
      bus.emit("order.created", Map.of("orderId", eventId), id(eventId));
      until(() -> !bus.admin().deadLetters(group, eventId).isEmpty());
    }
  }

  static void until(ThrowingSupplier<Boolean> condition) {
    Awaitility.await().atMost(LONG).until(() -> unchecked(condition));
  }

  private static boolean unchecked(ThrowingSupplier<Boolean> condition) {
    try {
      return condition.get();
    } catch (Throwable failure) {
      throw new AssertionError(failure);
    }
  }

  /** Returns the environment that leads here. */
  Map<String, String> environment() {
    return new HashMap<>(
        Map.of(
            "REDIS_HOST", redis.endpoint().host(),
            "REDIS_PORT", String.valueOf(redis.endpoint().port()),
            "EVENT_BUS_NAMESPACE", namespace));
  }

  /** Runs a command as a program would: nobody looks on. */
  Run run(String... arguments) {
    return new Run(environment(), false, "").execute(arguments);
  }

  /** Runs a command as a person would, who types this when asked. */
  Run asked(String typed, String... arguments) {
    return new Run(environment(), true, typed).execute(arguments);
  }

  @Override
  public void close() {
    buses.forEach(RedissonEventBus::close);
    redis.command("FLUSHALL");
  }
}
