package dev.postbus.benchmarks.peers;

import dev.postbus.benchmarks.harness.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.redisson.api.RBlockingQueue;

/**
 * A plain {@code RBlockingQueue} with the safe hand-off: a worker moves an order to a list of its
 * own in one step, and removes it from there when it is handled, so that none is lost when it dies.
 */
final class BlockingQueueCarrier extends RedissonCarrier {

  private static final int LIST = 500;

  private final RBlockingQueue<String> queue;

  BlockingQueueCarrier(int port) {
    super(port);
    this.queue = client.getBlockingQueue("orders");
  }

  @Override
  public void send(long orders) {
    for (long from = 0; from < orders; from += LIST) {
      List<String> list = new ArrayList<>(LIST);
      for (long i = from; i < Math.min(orders, from + LIST); i++) {
        list.add(json(Order.of(i)));
      }
      queue.addAll(list);
    }
  }

  @Override
  boolean takeOne(int worker, Consumer<Order> handler) throws InterruptedException {
    String ownList = "orders:worker:" + worker;
    String json = queue.pollLastAndOfferFirstTo(ownList, 1, TimeUnit.SECONDS);
    if (json == null) {
      return false;
    }
    handler.accept(order(json));
    return client.getQueue(ownList).remove(json);
  }
}
