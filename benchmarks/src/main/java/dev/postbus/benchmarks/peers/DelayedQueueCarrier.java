package dev.postbus.benchmarks.peers;

import dev.postbus.benchmarks.harness.Line;
import dev.postbus.benchmarks.harness.Order;
import dev.postbus.benchmarks.harness.Pace;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.redisson.api.RBlockingQueue;
import org.redisson.api.RDelayedQueue;

/** A {@code RDelayedQueue} with its blocking queue, taken from without a safe hand-off. */
// It is deprecated, and still what Redisson users have for delays without a licence.
@SuppressWarnings("deprecation")
final class DelayedQueueCarrier extends RedissonCarrier {

  private static final int OUTSTANDING = 500;

  private final RBlockingQueue<String> queue;
  private final RDelayedQueue<String> delayed;

  DelayedQueueCarrier(int port) {
    super(port);
    this.queue = client.getBlockingQueue("delayed-orders");
    this.delayed = client.getDelayedQueue(queue);
  }

  /** With a delay of nothing: everything goes through the part that knows delays. */
  @Override
  public void send(long orders) {
    Semaphore free = new Semaphore(OUTSTANDING);
    for (long i = 0; i < orders; i++) {
      offer(free, Order.of(i), 0);
    }
    free.acquireUninterruptibly(OUTSTANDING);
  }

  private void offer(Semaphore free, Order order, long delayMicros) {
    free.acquireUninterruptibly();
    delayed
        .offerAsync(json(order), (delayMicros + 999) / 1_000, TimeUnit.MILLISECONDS)
        .whenComplete((stored, failure) -> free.release());
  }

  @Override
  public long delay(int orders, long leadMicros, long spreadMicros) {
    Semaphore free = new Semaphore(Line.DELAYED_UNDER_WAY);
    long first = Pace.nowMicros() + leadMicros;
    for (int i = 0; i < orders; i++) {
      long due = first + (long) ((double) spreadMicros * i / orders);
      offer(free, Order.due(i, due), Math.max(0, due - Pace.nowMicros()));
    }
    free.acquireUninterruptibly(Line.DELAYED_UNDER_WAY);
    return first - Pace.nowMicros();
  }

  @Override
  boolean takeOne(int worker, Consumer<Order> handler) throws InterruptedException {
    String json = queue.poll(1, TimeUnit.SECONDS);
    if (json == null) {
      return false;
    }
    handler.accept(order(json));
    return true;
  }
}
