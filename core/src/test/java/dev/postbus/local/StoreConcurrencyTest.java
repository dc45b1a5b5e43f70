package dev.postbus.local;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.postbus.engine.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Many threads on one store. The guard is out of reach, so a signal that is lost would keep a
 * consumer waiting for good.
 */
class StoreConcurrencyTest {

  private static final int PUBLISHERS = 3;
  private static final int CONSUMERS = 3;
  private static final int EVENTS_EACH = 6_000;
  private static final int TOTAL = PUBLISHERS * EVENTS_EACH;
  private static final long PATIENCE_SECONDS = 60;

  private final EngineTime time = EngineTime.system("store-concurrency-test");
  private final LocalStore store = new LocalStore(time, Duration.ofHours(1));
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<String> handled = ConcurrentHashMap.newKeySet();
  private final AtomicInteger handledTwice = new AtomicInteger();
  private final List<Semaphore> bells = new ArrayList<>();

  @AfterEach
  void stop() {
    threads.shutdownNow();
    store.close();
    time.close();
  }

  @Test
  void everyEventIsHandledOnceAndNoConsumerSleepsThroughOne() throws Exception {
    GroupDirectory directory =
        StoreDriver.get(
            store.bind("shop", List.of(new HandlerBinding("A.on", List.of("order.*")))));
    int handler = directory.handlers("shop").get(0).number();

    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < CONSUMERS; i++) {
      Semaphore bell = new Semaphore(0);
      bells.add(bell);
      Consumer consumer =
          StoreDriver.get(
              store.register(
                  new ConsumerInfo("shop", "host", i, Set.of(), Duration.ofHours(1)),
                  queue -> bell.release()));
      running.add(threads.submit(() -> consume(consumer, bell, handler)));
    }
    for (int i = 0; i < PUBLISHERS; i++) {
      String publisher = "p" + i;
      running.add(threads.submit(() -> publish(publisher, directory)));
    }
    for (Future<?> thread : running) {
      thread.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    assertThat(handledTwice).hasValue(0);
    assertThat(handled).hasSize(TOTAL);
    long emitted = 0;
    for (EventQueue queue : EventQueue.values()) {
      QueueCounts counts = store.admin().counts("shop", queue);
      StoreDriver.assertAddsUp(counts);
      assertThat(counts.handled()).isEqualTo(counts.emitted());
      emitted += counts.emitted();
    }
    assertThat(emitted).isEqualTo(TOTAL);
  }

  /** Small batches, now and then delayed, so that consumers often find nothing and wait. */
  private Void publish(String publisher, GroupDirectory directory) {
    long sequence = 0;
    for (int i = 0; i < EVENTS_EACH; ) {
      List<OutgoingEvent> batch = new ArrayList<>();
      int size = 1 + (int) (sequence % 4);
      while (batch.size() < size && i < EVENTS_EACH) {
        TestEvent event =
            TestEvent.of(publisher + "-" + i)
                .to(EventQueue.values()[i % 3])
                .after(i % 50 == 0 ? Duration.ofMillis(i % 7) : Duration.ZERO);
        batch.add(event.routed(directory.routesFor(event.name())));
        i++;
      }
      StoreDriver.get(
          store.publish(
              new PublishBatch(
                  publisher, ++sequence, directory.version(), batch, Duration.ofMinutes(1), 0)));
      if (sequence % 20 == 0) {
        Thread.yield();
      }
    }
    return null;
  }

  private Void consume(Consumer consumer, Semaphore bell, int handler) throws Exception {
    Map<EventQueue, Integer> wanted = new EnumMap<>(EventQueue.class);
    for (EventQueue queue : EventQueue.values()) {
      wanted.put(queue, 5);
    }
    List<Settlement> settlements = List.of();
    long request = 0;
    while (handled.size() < TOTAL || !settlements.isEmpty()) {
      ExchangeReply reply =
          StoreDriver.get(
              consumer.exchange(
                  new ExchangeRequest(++request, settlements, wanted, true, 1 << 20, 10)));
      settlements = new ArrayList<>();
      for (Claim claim : reply.claims()) {
        if (!handled.add(TestConsumer.eventId(claim))) {
          handledTwice.incrementAndGet();
        }
        settlements.add(new Settlement.Done(claim.deliveryId(), handler));
      }
      if (handled.size() == TOTAL) {
        bells.forEach(Semaphore::release);
      } else if (reply.claims().isEmpty() && reply.more().isEmpty()) {
        for (EventQueue queue : EventQueue.values()) {
          consumer.arm(queue);
        }
        Duration patience = reply.nextDue().orElse(Duration.ofSeconds(PATIENCE_SECONDS / 2));
        boolean rung = bell.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        assertThat(rung || reply.nextDue().isPresent()).as("signalled in time").isTrue();
        bell.drainPermits();
      }
    }
    return null;
  }
}
