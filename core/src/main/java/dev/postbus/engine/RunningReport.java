package dev.postbus.engine;

import dev.postbus.EventBusException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the store what runs on this instance, for people who look for what is slow or stuck; only
 * what has changed, so that an idle instance tells nothing.
 */
final class RunningReport implements Duty {

  private static final Logger log = LoggerFactory.getLogger(RunningReport.class);
  private static final int MOST_RUNS = 50;

  private final Duration pause;
  private final Sessions sessions;
  private final Dispatcher dispatcher;
  private final HandlerRegistry registry;
  private final EngineTime time;

  private @Nullable Told told;

  private record Told(Consumer consumer, Set<String> handlers, List<HandlerRun> runs) {}

  RunningReport(
      Duration lease,
      Sessions sessions,
      Dispatcher dispatcher,
      HandlerRegistry registry,
      EngineTime time) {
    this.pause = lease.dividedBy(3);
    this.sessions = sessions;
    this.dispatcher = dispatcher;
    this.registry = registry;
    this.time = time;
  }

  @Override
  public String name() {
    return "running report";
  }

  @Override
  public int runOnce() {
    Delivery.Lease current = sessions.current();
    if (current == null) {
      return 0;
    }
    List<HandlerRun> runs =
        dispatcher.running().stream()
            .sorted(Comparator.comparingLong(run -> run.createdNanos))
            .limit(MOST_RUNS)
            .toList();
    Told news = new Told(current.consumer, registry.boundIds(), runs);
    if (news.equals(told)) {
      return 0;
    }
    long now = time.nanoTime();
    ConsumerReport report =
        new ConsumerReport(news.handlers(), runs.stream().map(run -> describe(run, now)).toList());
    try {
      Stages.await(current.consumer.report(report), pause, "telling what runs");
      told = news;
      return 1;
    } catch (EventBusException | IllegalStateException untold) {
      log.debug("What runs could not be told; it is next time", untold);
      return 0;
    }
  }

  private static ConsumerReport.Run describe(HandlerRun run, long now) {
    return new ConsumerReport.Run(
        run.handler.id(),
        run.metadata().event(),
        run.metadata().eventId(),
        run.attempt(),
        Duration.ofNanos(Math.max(0, now - run.createdNanos)));
  }

  @Override
  public Duration pause() {
    return pause;
  }
}
