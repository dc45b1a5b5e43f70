package dev.postbus.benchmarks.peers;

import dev.postbus.benchmarks.harness.Order;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import tools.jackson.databind.json.JsonMapper;

/** What the two Redisson queues share: a client, workers in threads, JSON as text. */
abstract class RedissonCarrier implements Carrier {

  /** As many threads take: more brought no more. */
  private static final int WORKERS = 10;

  private static final int CONNECTIONS = WORKERS + 22;

  final RedissonClient client;
  final LongAdder acknowledged = new LongAdder();
  private final JsonMapper mapper = new JsonMapper();
  private final List<Thread> workers = new ArrayList<>();
  private final AtomicBoolean stopped = new AtomicBoolean();

  RedissonCarrier(int port) {
    Config config = new Config();
    config.setCodec(StringCodec.INSTANCE);
    config
        .useSingleServer()
        .setAddress("redis://127.0.0.1:" + port)
        .setConnectionPoolSize(CONNECTIONS)
        .setConnectionMinimumIdleSize(WORKERS);
    this.client = Redisson.create(config);
  }

  final String json(Order order) {
    return new String(order.toJson(mapper), StandardCharsets.UTF_8);
  }

  final Order order(String json) {
    return mapper.readValue(json, Order.class);
  }

  @Override
  public void receive(Consumer<Order> handler) {
    for (int i = 0; i < WORKERS; i++) {
      int worker = i;
      Thread thread = new Thread(() -> work(worker, handler), "worker-" + i);
      thread.setDaemon(true);
      thread.start();
      workers.add(thread);
    }
  }

  private void work(int worker, Consumer<Order> handler) {
    try {
      while (!stopped.get()) {
        if (takeOne(worker, handler)) {
          acknowledged.increment();
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits about a second for an order, handles and acknowledges it; false when there was none. */
  abstract boolean takeOne(int worker, Consumer<Order> handler) throws InterruptedException;

  @Override
  public long acknowledged() {
    return acknowledged.sum();
  }

  @Override
  public void close() {
    stopped.set(true);
    try {
      for (Thread worker : workers) {
        worker.join();
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    client.shutdown();
  }
}
