package dev.postbus.chaos.worker;

import dev.postbus.Backoff;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusListener;
import dev.postbus.EventHandler;
import dev.postbus.EventMetadata;
import dev.postbus.EventQueue;
import dev.postbus.QueueSettings;
import dev.postbus.SubscribeOptions;
import dev.postbus.chaos.history.Entry;
import dev.postbus.chaos.history.Journal;
import dev.postbus.chaos.load.Job;
import dev.postbus.chaos.load.Topology;
import dev.postbus.redisson.RedissonEventBus;
import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** An instance of a group: handles until its standard input ends, then stops in good order. */
public final class ConsumerProcess {

  /** What it prints when its bus has started. */
  public static final String READY = "ready";

  private static final int CONCURRENCY = 4;

  private ConsumerProcess() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    run(arguments, handler -> handler);
  }

  /**
   * Runs it with something between the bus and the handlers, such as a fault that the checker must
   * find.
   */
  public static void run(String[] arguments, UnaryOperator<EventHandler<Job>> between)
      throws IOException {
    WorkerSettings settings = WorkerSettings.of(arguments);
    try (Journal journal = Journal.create(settings.journal())) {
      StallWatch.start(journal);
      Handlers handlers =
          new Handlers(journal, settings.directory().resolve(WorkerSettings.HEALED));
      try (RedissonEventBus bus = Connection.open(config(settings, journal), settings.redis())) {
        for (String handler : Topology.handlers(settings.group())) {
          bus.subscribe(
              Topology.pattern(handler),
              Job.class,
              SubscribeOptions.builder().id(handler).build(),
              between.apply((job, context) -> handlers.handle(handler, job, context)));
        }
        Lifetime.start(bus);
        System.out.println(READY);
        Lifetime.awaitEndOfInput();
      }
    }
    System.exit(0);
  }

  private static EventBusConfig config(WorkerSettings settings, Journal journal) {
    EventBusConfig.Builder config =
        EventBusConfig.builder()
            .namespace(Topology.NAMESPACE)
            .group(settings.group())
            .source(settings.name())
            .leaseTimeout(settings.lease())
            .drainTimeout(Duration.ofSeconds(10))
            .deadLetterLimit(1_000_000)
            .backoff(Backoff.exponential(Duration.ofMillis(100)))
            .listener(
                new EventBusListener() {
                  @Override
                  public void onHandled(
                      EventMetadata event, String handler, int attempt, Duration took) {
                    journal.add(
                        new Entry.Settled(System.currentTimeMillis(), event.eventId(), handler));
                  }

                  @Override
                  public void onLeaseLost(String group) {
                    journal.add(new Entry.LeaseLost(System.currentTimeMillis()));
                  }
                });
    for (EventQueue queue : EventQueue.values()) {
      config.queue(queue, QueueSettings.of(CONCURRENCY, 3));
    }
    return config.build();
  }
}
