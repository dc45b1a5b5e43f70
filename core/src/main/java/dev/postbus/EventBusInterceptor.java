package dev.postbus;

import java.util.Map;

/**
 * Is called around every emit and every run of a handler, on the thread where it happens: to pass
 * on what surrounds it (a trace, a tenant, a logging context), or to measure. It is given what it
 * may see and can add headers; it cannot keep an event from being emitted or handled.
 *
 * <p>Called concurrently: be quick and thread-safe. What an interceptor throws is logged and never
 * disturbs delivery.
 */
public interface EventBusInterceptor {

  /**
   * An event is about to be emitted, on the thread that emits it; called for each event of an
   * {@code emitAll}. Returns what is to be called in the course of it; {@link AroundEmit#NONE} when
   * there is nothing to do.
   */
  default AroundEmit aroundEmit(String event, EmitOptions options) {
    return AroundEmit.NONE;
  }

  /**
   * A handler is about to be called on this thread. Returns what is to be called in the course of
   * its run; {@link AroundHandle#NONE} when there is nothing to do.
   */
  default AroundHandle aroundHandle(String handler, EventContext context) {
    return AroundHandle.NONE;
  }

  /** What an interceptor does in the course of one emit; ends in exactly one of its ends. */
  interface AroundEmit {

    /** Does nothing. */
    AroundEmit NONE = new AroundEmit() {};

    /**
     * Returns headers for the event; those that the caller gave, or an interceptor before this one,
     * stay as they are. Names and values obey {@link EmitOptions.Builder#header}.
     */
    default Map<String, String> headers() {
      return Map.of();
    }

    /** The event is stored; on the thread that has the receipt. */
    default void emitted(EmitReceipt receipt) {}

    /**
     * The emit failed, or was refused as a misuse; an {@link EmitException} says what is stored.
     */
    default void failed(Throwable failure) {}
  }

  /** What an interceptor does in the course of one run; ends in exactly one of its ends. */
  interface AroundHandle {

    /** Does nothing. */
    AroundHandle NONE = new AroundHandle() {};

    /**
     * The handler has returned or thrown, on the thread where it was called and before its end:
     * what was put on the thread is to be taken off now. The run of one that has returned a stage
     * goes on.
     */
    default void returned() {}

    /** The handler ended well, when it had returned a stage then on the stage's thread. */
    default void handled() {}

    /** The handler failed; a {@link java.util.concurrent.TimeoutException} when it ran too long. */
    default void failed(Throwable failure) {}
  }
}
