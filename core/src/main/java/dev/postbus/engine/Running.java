package dev.postbus.engine;

import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

/** Everything that lives from a start of the bus to its stop. */
final class Running {

  private final ExecutorService handlerThreads;
  private final Dispatcher dispatcher;
  private final ClaimLoop loop;
  private final DutyRunner duties;

  Running(
      EventBusConfig config,
      EngineSettings settings,
      EventStore store,
      EngineTime time,
      EnvelopeCodec codec,
      HandlerRegistry registry,
      DirectoryCache directory,
      StoreWatch watch,
      Runnable bindAgain,
      Executor background) {
    this.handlerThreads = BackgroundThreads.handlers("postbus-" + config.group() + "-handler");
    // The loop is made last and woken by parts made before it.
    LateWakeUp wakeUp = new LateWakeUp();
    Settlements settlements = new Settlements(wakeUp);
    Map<EventQueue, QueueWorkers> workers = new EnumMap<>(EventQueue.class);
    for (EventQueue queue : EventQueue.values()) {
      workers.put(
          queue,
          new QueueWorkers(
              queue, config.queue(queue).concurrency(), handlerThreads, settings, wakeUp));
    }
    MissingHandlers missing = new MissingHandlers(config, settings, store, directory, settlements);
    this.dispatcher =
        new Dispatcher(config, codec, registry, directory, missing, settlements, time, workers);
    Sessions sessions = new Sessions(config, store, registry, time, bindAgain);
    PauseWatch pauses = new PauseWatch(config.group(), config.listener());
    this.loop =
        new ClaimLoop(
            config,
            settings,
            time,
            sessions,
            registry,
            dispatcher,
            settlements,
            workers,
            watch,
            pauses);
    wakeUp.loop = loop;
    RecoveryDuty recovery = new RecoveryDuty(config.group(), sessions, config.listener(), watch);
    HeartbeatDuty heartbeat =
        new HeartbeatDuty(
            config.leaseTimeout(), sessions, registry, time, watch, pauses, loop, recovery);
    PrefetchDuty prefetch =
        new PrefetchDuty(workers.values(), dispatcher, time, settings.prefetchHold());
    this.duties = new DutyRunner(time, background, List.of(heartbeat, prefetch));
  }

  private static final class LateWakeUp implements Runnable {
    private volatile ClaimLoop loop;

    @Override
    public void run() {
      loop.wakeUp();
    }
  }

  void start() {
    loop.start();
    duties.start();
  }

  void wakeUp() {
    loop.wakeUp();
  }

  void lookEverywhere() {
    loop.lookEverywhere();
  }

  /** The lease is renewed until the loop has ended. */
  boolean stop(Duration drain) {
    boolean finished = loop.stop(drain);
    duties.stop();
    handlerThreads.shutdown();
    return finished;
  }

  List<String> concerns() {
    List<String> concerns = new ArrayList<>();
    for (HandlerRun run : dispatcher.running()) {
      if (run.overrunning()) {
        concerns.add(
            "handler %s has timed out on event %s and not returned; it keeps its slot"
                .formatted(run.handler.id(), run.delivery.metadata.eventId()));
      }
    }
    return concerns;
  }
}
