package dev.postbus.redisson.contract;

import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import dev.postbus.engine.EngineSettings;
import dev.postbus.engine.EngineTime;
import dev.postbus.redisson.RedissonEventBus;
import dev.postbus.testkit.contract.RestartableBusFixture;
import dev.postbus.testkit.redis.PrivateRedis;
import dev.postbus.testkit.redis.RedisEndpoint;
import dev.postbus.testkit.redis.RedisProxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;

/**
 * Buses on a Redis of the test's own, each with a client and a proxy of its own, as if each were a
 * process.
 */
final class BreakableBusFixture implements RestartableBusFixture {

  private final PrivateRedis redis =
      PrivateRedis.start("--appendonly", "yes", "--appendfsync", "always");
  private final RedissonClient observer = Clients.impatient(redis.endpoint());
  private final Map<EventBus, Process> processes = new ConcurrentHashMap<>();
  private final BiFunction<PrivateRedis, String, RedisEndpoint> login;

  /** Buses that may do everything. */
  BreakableBusFixture() {
    this((server, namespace) -> server.endpoint());
  }

  /**
   * Buses that log in.
   *
   * @param login makes a user for a namespace and returns how it comes in
   */
  BreakableBusFixture(BiFunction<PrivateRedis, String, RedisEndpoint> login) {
    this.login = login;
  }

  /** What a bus has to itself. */
  private record Process(RedisProxy proxy, RedissonClient client) {}

  @Override
  public EventBus open(EventBusConfig config, EngineSettings settings) {
    RedisProxy proxy = RedisProxy.to(login.apply(redis, config.namespace()));
    RedissonClient client = Clients.impatient(proxy.endpoint());
    EventBus bus =
        RedissonEventBus.create(
            config, client, settings, EngineTime.system("postbus-" + config.group() + "-timer"));
    processes.put(bus, new Process(proxy, client));
    return bus;
  }

  @Override
  public void crash(EventBus bus) {
    processes.get(bus).proxy().cut();
    processes.get(bus).client().shutdown(0, 1, TimeUnit.SECONDS);
  }

  @Override
  public void freeze(EventBus bus) {
    processes.get(bus).proxy().freeze();
  }

  @Override
  public void thaw(EventBus bus) {
    processes.get(bus).proxy().thaw();
  }

  @Override
  public void loseNextAnswer(EventBus bus) {
    processes.get(bus).proxy().loseNextAnswerTo("EVALSHA");
  }

  @Override
  public void pushRaw(String namespace, String group, EventQueue queue, byte[] element) {
    observer
        .getBlockingQueue(
            "{%s}:group:%s:%s".formatted(namespace, group, queue.queueName()),
            ByteArrayCodec.INSTANCE)
        .offer(element);
  }

  /** Returns how many listen on a channel. */
  long listeners(String channel) {
    List<?> answer = (List<?>) redis.command("PUBSUB", "NUMSUB", channel);
    return (Long) answer.get(1);
  }

  @Override
  public void stopStore() {
    redis.kill();
  }

  @Override
  public void startStore() {
    redis.restart();
  }

  /** Everything goes with the server. */
  @Override
  public void clean(String namespace) {}

  @Override
  public void close() {
    for (Process process : processes.values()) {
      process.client().shutdown(0, 1, TimeUnit.SECONDS);
      process.proxy().close();
    }
    observer.shutdown(0, 1, TimeUnit.SECONDS);
    List<String> refused = refused();
    redis.close();
    if (!refused.isEmpty()) {
      throw new IllegalStateException("the ACL has refused something: " + refused);
    }
  }

  /** Redisson's own look for a cluster behind the address may be refused. */
  private List<String> refused() {
    List<?> log = redis.command("ACL", "LOG") instanceof List<?> entries ? entries : List.of();
    return log.stream().map(String::valueOf).filter(entry -> !entry.contains("test1")).toList();
  }
}
