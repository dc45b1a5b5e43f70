package dev.postbus.redisson;

import dev.postbus.EventQueue;
import dev.postbus.benchmarks.harness.RawRedis;
import dev.postbus.engine.ConsumerInfo;
import dev.postbus.engine.EngineTime;
import dev.postbus.engine.ExchangeRequest;
import dev.postbus.engine.GroupDirectory;
import dev.postbus.engine.HandlerBinding;
import dev.postbus.engine.OutgoingEvent;
import dev.postbus.engine.PublishBatch;
import dev.postbus.engine.Settlement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.redisson.api.RedissonClient;

/**
 * The calls of the two scripts that carry events, word for word as the adapter sends them, for a
 * group with one handler. In the adapter's package because nobody else is to know these words.
 */
@NullMarked
public final class RawScripts implements AutoCloseable {

  private static final String GROUP = "floor";
  private static final String NAMESPACE = "floor";
  private static final Duration LEASE = Duration.ofHours(1);
  private static final int MAX_BYTES = 4 << 20;

  private final RedisStore store;
  private final RedisKeys keys = new RedisKeys(NAMESPACE);
  private final GroupDirectory directory;
  private final String consumer;
  private final List<Object> exchangeKeys;

  private RawScripts(RedisStore store) {
    this.store = store;
    this.directory =
        store
            .bind(GROUP, List.of(new HandlerBinding("handler", List.of("order.*"))))
            .toCompletableFuture()
            .join();
    this.consumer =
        store
            .register(
                new ConsumerInfo(GROUP, "localhost", 1, Set.of("handler"), LEASE), queue -> {})
            .toCompletableFuture()
            .join()
            .id();
    RedisKeys.Group group = keys.group(GROUP);
    this.exchangeKeys =
        group.with(group.inFlight(consumer), group.marks(consumer), group.request(consumer));
  }

  /** Binds the group and registers a consumer, on an empty Redis. */
  public static RawScripts open(String host, int port) {
    RedissonClient client = RedisClients.connect(RedisSettings.of(host, port));
    EngineTime time = EngineTime.system("floor-store");
    RedisStore store =
        new RedisStore(
            client,
            NAMESPACE,
            Duration.ofMinutes(1),
            time,
            () -> {
              client.shutdown();
              time.close();
            });
    return new RawScripts(store);
  }

  /** Has Redis know both scripts. */
  public void load(RawRedis redis) throws IOException {
    redis.call("SCRIPT", "LOAD", Script.PUBLISH.text());
    redis.call("SCRIPT", "LOAD", Script.EXCHANGE.text());
  }

  /** Returns the words that store a batch of equal events. */
  public List<Object> publish(String publisher, long sequence, byte[] envelope, int events) {
    OutgoingEvent event =
        new OutgoingEvent(
            "event",
            false,
            "order.created",
            EventQueue.DEFAULT,
            Duration.ZERO,
            envelope,
            directory.routesFor("order.created"));
    PublishCall call =
        new PublishCall(
            keys,
            new PublishBatch(
                publisher,
                sequence,
                directory.version(),
                Collections.nCopies(events, event),
                Duration.ofHours(1),
                1));
    return words(Script.PUBLISH, call.keys(), call.arguments());
  }

  /** Returns the words that settle deliveries as done and claim others. */
  public List<Object> exchange(long requestId, int wanted, List<String> done) {
    List<Settlement> settlements = new ArrayList<>(done.size());
    done.forEach(id -> settlements.add(new Settlement.Done(id, 1)));
    ExchangeRequest request =
        new ExchangeRequest(
            requestId, settlements, Map.of(EventQueue.DEFAULT, wanted), true, MAX_BYTES, 1_000);
    return words(
        Script.EXCHANGE, exchangeKeys, ExchangeCall.arguments(consumer, LEASE.toMillis(), request));
  }

  /** Returns the key under which Redis remembers the newest request. */
  public String requestKey() {
    return exchangeKeys.get(exchangeKeys.size() - 1).toString();
  }

  /** Returns the ids of what an exchange has claimed. */
  public static List<String> claimed(List<?> reply) {
    String ids = new String((byte[]) reply.get(1), StandardCharsets.UTF_8);
    return ids.isEmpty() ? List.of() : List.of(ids.split(" "));
  }

  private static List<Object> words(Script script, List<Object> keys, Object[] arguments) {
    List<Object> words = new ArrayList<>(3 + keys.size() + arguments.length);
    words.addAll(List.of("EVALSHA", script.sha(), keys.size()));
    words.addAll(keys);
    words.addAll(List.of(arguments));
    return words;
  }

  @Override
  public void close() {
    store.close();
  }
}
