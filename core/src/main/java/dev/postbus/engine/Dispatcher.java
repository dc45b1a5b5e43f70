package dev.postbus.engine;

import dev.postbus.Backoff;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusInterceptor.AroundHandle;
import dev.postbus.EventBusListener;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns claims into runs of handlers, and the ends of runs into settlements. Every share of every
 * claim ends in exactly one settlement, whatever happens to it; only a lost lease ends it without
 * one.
 */
final class Dispatcher implements HandlerRun.Observer {

  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  /** When something broke so that the end of a run could not be told, memory may be scarce. */
  private static final Duration UNTOLD = Duration.ofSeconds(1);

  private final EventBusConfig config;
  private final EnvelopeCodec codec;
  private final HandlerRegistry registry;
  private final DirectoryCache directory;
  private final MissingHandlers missing;
  private final ForeignElements foreign;
  private final UnreadableElements unreadable;
  private final UnstartedRuns unstarted;
  private final Settlements settlements;
  private final EngineTime time;
  private final EventBusListener listener;
  private final Interceptors interceptors;
  private final Map<EventQueue, QueueWorkers> workers;
  private final TailTap tap;
  private final Set<HandlerRun> running = ConcurrentHashMap.newKeySet();

  /** Only the claim loop's thread touches it. */
  private final Suspects suspects;

  Dispatcher(
      EventBusConfig config,
      EnvelopeCodec codec,
      HandlerRegistry registry,
      DirectoryCache directory,
      MissingHandlers missing,
      Settlements settlements,
      EngineTime time,
      Map<EventQueue, QueueWorkers> workers,
      TailTap tap) {
    this.config = config;
    this.codec = codec;
    this.registry = registry;
    this.directory = directory;
    this.missing = missing;
    this.foreign = new ForeignElements(config, directory, settlements);
    this.unreadable = new UnreadableElements(config, directory, settlements);
    this.unstarted = new UnstartedRuns(settlements, config.listener());
    this.suspects = new Suspects(time);
    this.settlements = settlements;
    this.time = time;
    this.listener = config.listener();
    this.interceptors = Interceptors.of(config, time);
    this.workers = workers;
    this.tap = tap;
  }

  /** Starts what was claimed. */
  void dispatch(List<Claim> claims, Delivery.Lease lease) {
    Map<EventQueue, List<HandlerRun>> runs = new EnumMap<>(EventQueue.class);
    List<ForeignElements.Found> found = new ArrayList<>(0);
    for (Claim claim : claims) {
      List<HandlerRun> made = runs.computeIfAbsent(claim.queue(), queue -> new ArrayList<>());
      dispatch(claim, lease, made, found);
    }
    runs.forEach((queue, made) -> workers.get(queue).add(made));
    if (!found.isEmpty()) {
      foreign.assign(found, lease);
    }
  }

  private void dispatch(
      Claim claim, Delivery.Lease lease, List<HandlerRun> runs, List<ForeignElements.Found> found) {
    DeliveryState state;
    try {
      state = DeliveryState.parse(claim.state(), Elements.handlers(claim.element()));
    } catch (RuntimeException tamperedWith) {
      // Only a foreign hand writes such a thing; it must not stop what was claimed beside it.
      unreadable.bury(
          claim,
          lease,
          DeliveryState.parse("", Elements.handlers(claim.element())),
          new UnreadableElementException(
              "the state of the delivery is \"%s\"".formatted(claim.state()), tamperedWith));
      return;
    }
    Envelope envelope;
    try {
      envelope = codec.decode(claim.element(), time.now());
    } catch (UnreadableElementException problem) {
      unreadable.bury(claim, lease, state, problem);
      return;
    }
    if (state.attempts().isEmpty()) {
      found.add(new ForeignElements.Found(claim, envelope));
      return;
    }
    Delivery delivery = new Delivery(claim, envelope, state, lease);
    state
        .attempts()
        .forEach(
            (number, used) -> {
              BoundHandler bound = directory.find(config.group(), number);
              RegisteredHandler handler =
                  bound == null ? null : registry.find(bound.binding().handlerId());
              if (handler == null) {
                missing.handBack(delivery, number, used);
              } else {
                start(delivery, number, used, handler, runs);
              }
            });
  }

  private void start(
      Delivery delivery, int number, int used, RegisteredHandler handler, List<HandlerRun> runs) {
    int maxAttempts =
        delivery.envelope.attempts() > 0
            ? delivery.envelope.attempts()
            : handler.attempts().orElse(config.queue(delivery.claim.queue()).attempts());
    if (used >= maxAttempts) {
      bury(
          delivery,
          number,
          handler.id(),
          used,
          delivery.suspect
              ? "the process died while the handler ran; none of its %d attempts is left"
                  .formatted(maxAttempts)
              : "%d attempts were made and it has %d now; none of them is left"
                  .formatted(used, maxAttempts),
          () -> {});
      return;
    }
    HandlerRun run = new HandlerRun(delivery, number, handler, used + 1, maxAttempts, time, this);
    if (delivery.suspect) {
      suspects.add(run);
    }
    runs.add(run);
    listener.onClaimed(delivery.metadata, handler.id(), run.attempt());
  }

  @Override
  public void started(HandlerRun run) {
    running.add(run);
    listener.onStarted(run.metadata(), run.handler.id(), run.attempt());
  }

  @Override
  public AroundHandle around(HandlerRun run) {
    return interceptors.aroundHandle(run.handler.id(), run);
  }

  @Override
  public void ended(HandlerRun run, @Nullable Throwable failure) {
    running.remove(run);
    Delivery delivery = run.delivery;
    if (delivery.lease.lost()) {
      log.warn(
          "Handler {} ended its run for {} after the lease was lost; another instance handles it"
              + " again",
          run.handler.id(),
          delivery.metadata.eventId());
      return;
    }
    if (failure == null) {
      settlements.add(
          delivery.lease,
          new Settlement.Done(delivery.id(), run.number),
          () -> {
            listener.onHandled(
                run.metadata(), run.handler.id(), run.attempt(), Duration.ofNanos(run.nanos()));
            tap.ended(run, TailTap.HANDLED);
          });
      return;
    }
    if (run.abandoned()) {
      // Interrupted at the end of the drain time: the end of the registration hands it back
      // uncharged.
      return;
    }
    Backoff backoff = run.handler.backoff().orElse(config.backoff());
    Outcome outcome =
        FailurePolicy.decide(failure, run.attempt(), run.maxAttempts(), backoff, time.random());
    if (outcome instanceof Outcome.RetryAfter retry) {
      log.debug(
          "Handler {} failed attempt {} of {}: {}",
          run.handler.id(),
          run.attempt(),
          run.maxAttempts(),
          retry.reason());
      settlements.add(
          delivery.lease,
          new Settlement.Again(delivery.id(), run.number, retry.delay(), run.attempt(), false),
          () -> {
            listener.onRetried(
                run.metadata(), run.handler.id(), run.attempt(), retry.delay(), retry.reason());
            tap.ended(run, TailTap.RETRIED);
          });
    } else if (outcome instanceof Outcome.DeadLettered dead) {
      log.warn(
          "Handler {} gave up {} after attempt {} of {}; it is in the dead letters of group {}: {}",
          run.handler.id(),
          delivery.metadata,
          run.attempt(),
          run.maxAttempts(),
          config.group(),
          FailurePolicy.name(failure));
      bury(run, dead.reason());
    }
  }

  @Override
  public void undecodable(HandlerRun run, String reason) {
    log.warn(
        "Handler {} cannot take {}; it is in the dead letters of group {}: {}",
        run.handler.id(),
        run.delivery.metadata,
        config.group(),
        reason);
    bury(run, reason);
  }

  @Override
  public void notStarted(HandlerRun run) {
    handBack(List.of(run));
  }

  /** Whether the handler ended well is not known any more: somebody tries again, or buries it. */
  @Override
  public void untold(HandlerRun run) {
    running.remove(run);
    settlements.add(
        run.delivery.lease,
        new Settlement.Again(run.delivery.id(), run.number, UNTOLD, run.attempt(), false),
        () -> {});
  }

  private void bury(HandlerRun run, String reason) {
    Delivery delivery = run.delivery;
    bury(
        delivery,
        run.number,
        run.handler.id(),
        run.attempt(),
        reason,
        () -> tap.ended(run, TailTap.DEAD));
  }

  private void bury(
      Delivery delivery,
      int number,
      String handlerId,
      int attempts,
      String reason,
      Runnable andThen) {
    settlements.add(
        delivery.lease,
        new Settlement.Dead(
            delivery.id(), number, delivery.metadata.eventId(), handlerId, attempts, reason),
        () -> {
          listener.onDeadLettered(delivery.metadata, handlerId, attempts, reason);
          andThen.run();
        });
  }

  /** Gives runs that did not start back, uncharged. */
  void handBack(List<HandlerRun> runs) {
    unstarted.handBack(runs);
  }

  /** Returns whether a delivery that a crash was seen with may start. */
  boolean suspectsAllowed(Duration alone) {
    return suspects.anotherAllowed(alone);
  }

  /** Returns the runs under way. */
  Set<HandlerRun> running() {
    return running;
  }
}
