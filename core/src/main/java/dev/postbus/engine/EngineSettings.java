package dev.postbus.engine;

import java.time.Duration;

/**
 * The engine's own tuning. The defaults suit every bus seen so far; tests shorten them.
 *
 * @param prefetchWork how much work beyond the free slots a claim may bring, measured by how long
 *     handlers took lately
 * @param maxPrefetch how many handler deliveries that is at most, per queue; one claim brings half
 *     of them beyond the slots, so that the other half can be worked on meanwhile
 * @param prefetchHold how long a prefetched delivery may wait for a slot before it is handed back
 * @param missingHandlerPause how long a delivery waits before it is offered again, when its handler
 *     is missing here
 * @param handlerGoneAfter how long no live instance may have advertised a handler before what waits
 *     for it becomes dead letters
 * @param suspectAlone how long a delivery that a crash was seen with runs before the next such one
 *     may start here
 * @param guardPeriod how often an idle consumer looks for work that nothing woke it for
 * @param maxExchangeBytes about how many bytes one claim may bring
 * @param maxBatchBytes how many bytes one publish may carry
 * @param maxPendingBytes how many bytes may wait to be published before emits wait
 * @param emitTimeout how long an emit waits for room and for its answer
 * @param loopLateAfter how long the claim loop may make no pass before it is replaced
 */
public record EngineSettings(
    Duration prefetchWork,
    int maxPrefetch,
    Duration prefetchHold,
    Duration missingHandlerPause,
    Duration handlerGoneAfter,
    Duration suspectAlone,
    Duration guardPeriod,
    int maxExchangeBytes,
    int maxBatchBytes,
    int maxPendingBytes,
    Duration emitTimeout,
    Duration loopLateAfter) {

  /** Returns the defaults. */
  public static EngineSettings defaults() {
    return new EngineSettings(
        Duration.ofMillis(5),
        1_000,
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        Duration.ofMinutes(10),
        Duration.ofSeconds(2),
        Duration.ofSeconds(20),
        4 << 20,
        1 << 20,
        16 << 20,
        Duration.ofSeconds(20),
        Duration.ofSeconds(30));
  }

  /** Returns the same with another time that a prefetched delivery may wait for a slot. */
  public EngineSettings withPrefetchHold(Duration hold) {
    return new EngineSettings(
        prefetchWork,
        maxPrefetch,
        hold,
        missingHandlerPause,
        handlerGoneAfter,
        suspectAlone,
        guardPeriod,
        maxExchangeBytes,
        maxBatchBytes,
        maxPendingBytes,
        emitTimeout,
        loopLateAfter);
  }

  /** Returns the same with another time that a delivery which a crash was seen with runs alone. */
  public EngineSettings withSuspectAlone(Duration alone) {
    return new EngineSettings(
        prefetchWork,
        maxPrefetch,
        prefetchHold,
        missingHandlerPause,
        handlerGoneAfter,
        alone,
        guardPeriod,
        maxExchangeBytes,
        maxBatchBytes,
        maxPendingBytes,
        emitTimeout,
        loopLateAfter);
  }

  /** Returns the same with another guard period. */
  public EngineSettings withGuardPeriod(Duration period) {
    return new EngineSettings(
        prefetchWork,
        maxPrefetch,
        prefetchHold,
        missingHandlerPause,
        handlerGoneAfter,
        suspectAlone,
        period,
        maxExchangeBytes,
        maxBatchBytes,
        maxPendingBytes,
        emitTimeout,
        loopLateAfter);
  }

  /** Returns the same with other times for a handler that is missing. */
  public EngineSettings withMissingHandler(Duration pause, Duration goneAfter) {
    return new EngineSettings(
        prefetchWork,
        maxPrefetch,
        prefetchHold,
        pause,
        goneAfter,
        suspectAlone,
        guardPeriod,
        maxExchangeBytes,
        maxBatchBytes,
        maxPendingBytes,
        emitTimeout,
        loopLateAfter);
  }

  /** Returns the same with another limit for what an emit waits. */
  public EngineSettings withEmitTimeout(Duration timeout) {
    return new EngineSettings(
        prefetchWork,
        maxPrefetch,
        prefetchHold,
        missingHandlerPause,
        handlerGoneAfter,
        suspectAlone,
        guardPeriod,
        maxExchangeBytes,
        maxBatchBytes,
        maxPendingBytes,
        timeout,
        loopLateAfter);
  }

  /** Returns the same with another limit for a claim loop that makes no pass. */
  public EngineSettings withLoopLateAfter(Duration limit) {
    return new EngineSettings(
        prefetchWork,
        maxPrefetch,
        prefetchHold,
        missingHandlerPause,
        handlerGoneAfter,
        suspectAlone,
        guardPeriod,
        maxExchangeBytes,
        maxBatchBytes,
        maxPendingBytes,
        emitTimeout,
        limit);
  }
}
