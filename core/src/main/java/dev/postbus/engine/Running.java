package dev.postbus.engine;

import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

/** Everything that lives from a start of the bus to its stop. */
final class Running {

  private final ExecutorService handlerThreads;
  private final Dispatcher dispatcher;
  private final LoopKeeper loops;
  private final LoopWatchdog watchdog;
  private final GroupWatch groupWatch;
  private final DutyRunner duties;
  private final TailTap tap;

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
      TailTap tap,
      Executor background) {
    this.tap = tap;
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
        new Dispatcher(
            config, codec, registry, directory, missing, settlements, time, workers, tap);
    Sessions sessions = new Sessions(config, store, registry, time, bindAgain);
    PauseWatch pauses = new PauseWatch(config.group(), config.listener());
    this.loops =
        new LoopKeeper(
            () ->
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
                    pauses));
    wakeUp.loops = loops;
    RecoveryDuty recovery = new RecoveryDuty(config.group(), sessions, config.listener(), watch);
    HeartbeatDuty heartbeat =
        new HeartbeatDuty(
            config.leaseTimeout(), sessions, registry, time, watch, pauses, loops, recovery);
    this.watchdog =
        new LoopWatchdog(config.group(), loops, sessions, time, config.listener(), settings);
    this.groupWatch =
        new GroupWatch(config.group(), store, codec, registry, directory, pauses, time, settings);
    RunningReport report =
        new RunningReport(config.leaseTimeout(), sessions, dispatcher, registry, time);
    this.duties =
        new DutyRunner(time, background, List.of(heartbeat, watchdog, groupWatch, report));
  }

  private static final class LateWakeUp implements Runnable {
    private volatile LoopKeeper loops;

    @Override
    public void run() {
      loops.wakeUp();
    }
  }

  void start() {
    loops.start();
    tap.start();
    duties.start();
  }

  void wakeUp() {
    loops.wakeUp();
  }

  void lookEverywhere() {
    loops.lookEverywhere();
  }

  /** The lease is renewed until the loop has ended. */
  boolean stop(Duration drain) {
    boolean finished = loops.stop(drain);
    duties.stop();
    tap.stop();
    handlerThreads.shutdown();
    return finished;
  }

  /** Returns one sentence when nothing is claimed any more. */
  Optional<String> standstill() {
    return watchdog.concern();
  }

  List<String> concerns() {
    List<String> concerns = new ArrayList<>(groupWatch.concerns());
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
