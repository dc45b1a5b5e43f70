package dev.postbus.engine;

import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settlements out, claims in: one call of the store at a time, numbered, each repeated until it is
 * answered. Between the beginning of one and its reply the caller may do something else. For the
 * thread of a claim loop.
 */
final class Exchanges {

  private static final Logger log = LoggerFactory.getLogger(Exchanges.class);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final long MAX_PAUSE_MILLIS = 1_000;

  private final EventBusConfig config;
  private final EngineSettings settings;
  private final EngineTime time;
  private final StoreWatch watch;
  private final PauseWatch pauses;
  private final LoopThread thread;
  private final LoopPulse pulse;
  private final BooleanSupplier abandoned;
  private long requestId;
  private @Nullable UnderWay underWay;

  /**
   * What the store was asked.
   *
   * @param asked when, by {@link EngineTime#nanoTime()}
   * @param called the first answer, or that there was none
   */
  private record UnderWay(
      Delivery.Lease lease,
      ExchangeRequest request,
      List<Settlements.Entry> settled,
      long asked,
      CompletionStage<ExchangeReply> called) {}

  Exchanges(
      EventBusConfig config,
      EngineSettings settings,
      EngineTime time,
      StoreWatch watch,
      PauseWatch pauses,
      LoopThread thread,
      LoopPulse pulse,
      BooleanSupplier abandoned) {
    this.config = config;
    this.settings = settings;
    this.time = time;
    this.watch = watch;
    this.pauses = pauses;
    this.thread = thread;
    this.pulse = pulse;
    this.abandoned = abandoned;
  }

  /**
   * What follows belongs to a new registration, which counts from the beginning; what the one
   * before it was asked is of no interest any more.
   */
  void startAnew() {
    requestId = 0;
    underWay = null;
  }

  /** Returns whether one has begun whose reply nobody has waited for yet. */
  boolean isUnderWay() {
    return underWay != null;
  }

  /**
   * Tells the store what was settled and claims as much of each queue. The reply comes with {@link
   * #await()}, before which no other may begin.
   */
  void begin(
      Delivery.Lease lease,
      Map<EventQueue, Integer> wanted,
      boolean suspectsAllowed,
      List<Settlements.Entry> settled) {
    if (underWay != null) {
      throw new IllegalStateException("an exchange is under way");
    }
    thread.clearInterrupt();
    ExchangeRequest request =
        new ExchangeRequest(
            ++requestId,
            settled.stream().map(Settlements.Entry::settlement).toList(),
            wanted,
            suspectsAllowed,
            settings.maxExchangeBytes(),
            config.deadLetterLimit());
    underWay = new UnderWay(lease, request, settled, time.nanoTime(), call(lease, request));
  }

  private static CompletionStage<ExchangeReply> call(
      Delivery.Lease lease, ExchangeRequest request) {
    return Stages.called(() -> lease.consumer.exchange(request));
  }

  /**
   * Returns the reply to what is under way, whose settlements are stored then.
   *
   * @throws FencedException when the store refuses the registration
   */
  ExchangeReply await() {
    UnderWay begun = Objects.requireNonNull(underWay, "no exchange is under way");
    underWay = null;
    ExchangeReply reply = answer(begun);
    begun.settled().forEach(entry -> entry.stored().run());
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
  private ExchangeReply answer(UnderWay begun) {
    long pause = 25;
    long asked = begun.asked();
    CompletionStage<ExchangeReply> called = begun.called();
    while (true) {
      thread.clearInterrupt();
      try {
        ExchangeReply reply = Stages.await(called, ANSWER, "an exchange");
        begun.lease().renewed(asked);
        watch.answered();
        pulse.answered();
        pauses.seen(reply.paused(), asked);
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
      asked = time.nanoTime();
      called = call(begun.lease(), begun.request());
    }
  }
}
