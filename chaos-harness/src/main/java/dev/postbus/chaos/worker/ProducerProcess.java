package dev.postbus.chaos.worker;

import dev.postbus.EventBusConfig;
import dev.postbus.chaos.history.Journal;
import dev.postbus.chaos.load.Orders;
import dev.postbus.chaos.load.Topology;
import dev.postbus.redisson.RedissonEventBus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Emits at its rate from two threads until its standard input ends. */
public final class ProducerProcess {

  private static final int THREADS = 2;
  private static final int FAILED = 3;

  private volatile boolean ended;

  private ProducerProcess() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    WorkerSettings settings = WorkerSettings.of(arguments);
    EventBusConfig config =
        EventBusConfig.builder()
            .namespace(Topology.NAMESPACE)
            .group(settings.group())
            .source(settings.name())
            .build();
    try (Journal journal = Journal.create(settings.journal());
        RedissonEventBus bus = Connection.open(config, settings.redis())) {
      System.out.println(ConsumerProcess.READY);
      new ProducerProcess().run(settings, journal, bus);
    }
    System.exit(0);
  }

  private void run(WorkerSettings settings, Journal journal, RedissonEventBus bus)
      throws IOException, InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      SplittableRandom random = new SplittableRandom(settings.seed() + i);
      Orders orders = new Orders(settings.name() + (char) ('a' + i), random);
      Emits emits = new Emits(bus, journal, orders, random, () -> ended);
      Thread thread = new Thread(() -> emit(emits, settings.rate() / THREADS), "chaos-emit-" + i);
      thread.setUncaughtExceptionHandler(
          (dead, failure) -> {
            // An emit has thrown what it must not, and nobody may overlook it.
            failure.printStackTrace();
            Runtime.getRuntime().halt(FAILED);
          });
      thread.start();
      threads.add(thread);
    }
    Lifetime.awaitEndOfInput();
    ended = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void emit(Emits emits, int rate) {
    long next = System.nanoTime();
    while (!ended) {
      int emitted = emits.some();
      // What an outage held up is not caught up with: the load stays moderate.
      next = Math.max(next, System.nanoTime() - Duration.ofSeconds(1).toNanos());
      next += TimeUnit.SECONDS.toNanos(emitted) / Math.max(1, rate);
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }
}
