package dev.postbus.engine;

import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settlements out, claims in: one call of the store at a time, numbered, each repeated until it is
 * answered. For the thread of a claim loop.
 */
final class Exchanges {

  private static final Logger log = LoggerFactory.getLogger(Exchanges.class);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final long MAX_PAUSE_MILLIS = 1_000;

  private final EventBusConfig config;
  private final EngineSettings settings;
  private final EngineTime time;
  private final StoreWatch watch;
  private final LoopThread thread;
  private final LoopPulse pulse;
  private final BooleanSupplier abandoned;
  private long requestId;

  Exchanges(
      EventBusConfig config,
      EngineSettings settings,
      EngineTime time,
      StoreWatch watch,
      LoopThread thread,
      LoopPulse pulse,
      BooleanSupplier abandoned) {
    this.config = config;
    this.settings = settings;
    this.time = time;
    this.watch = watch;
    this.thread = thread;
    this.pulse = pulse;
    this.abandoned = abandoned;
  }

  /** What follows belongs to a new registration, which counts from the beginning. */
  void startAnew() {
    requestId = 0;
  }

  /**
   * Tells the store what was settled and claims as much of each queue. Returns when the settlements
   * are stored.
   *
   * @throws FencedException when the store refuses the registration
   */
  ExchangeReply exchange(
      Delivery.Lease lease,
      Map<EventQueue, Integer> wanted,
      boolean suspectsAllowed,
      List<Settlements.Entry> settled) {
    ExchangeReply reply =
        ask(
            lease,
            new ExchangeRequest(
                ++requestId,
                settled.stream().map(Settlements.Entry::settlement).toList(),
                wanted,
                suspectsAllowed,
                settings.maxExchangeBytes(),
                config.deadLetterLimit()));
    settled.forEach(entry -> entry.stored().run());
    if (reply.droppedDeadLetters() > 0) {
      log.warn(
          "{} dead letters of group {} were dropped because it keeps {}; raise deadLetterLimit, or"
              + " redrive or discard them in time",
          reply.droppedDeadLetters(),
          config.group(),
          config.deadLetterLimit());
      config.listener().onDropped(config.group(), reply.droppedDeadLetters());
    }
    return reply;
  }

  /** Asks until there is an answer: only the very same request can be repeated safely. */
  private ExchangeReply ask(Delivery.Lease lease, ExchangeRequest request) {
    long pause = 25;
    while (true) {
      thread.clearInterrupt();
      long asked = time.nanoTime();
      try {
        ExchangeReply reply = Stages.await(lease.consumer.exchange(request), ANSWER, "an exchange");
        lease.renewed(asked);
        watch.answered();
        pulse.answered();
        return reply;
      } catch (FencedException fenced) {
        throw fenced;
      } catch (RuntimeException noAnswer) {
        pulse.unanswered(asked, noAnswer);
        if (abandoned.getAsBoolean() || thread.isDrainOver()) {
          throw noAnswer;
        }
        watch.failed(noAnswer);
        pause = Math.min(MAX_PAUSE_MILLIS, pause * 2);
        thread.pause(pause);
      }
    }
  }
}
