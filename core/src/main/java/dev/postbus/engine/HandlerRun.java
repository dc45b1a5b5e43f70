package dev.postbus.engine;

import dev.postbus.EventBusInterceptor.AroundHandle;
import dev.postbus.EventContext;
import dev.postbus.EventMetadata;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of one handler at one delivery: decodes, calls, and then can report how it ended,
 * which is when the handler has really returned.
 */
final class HandlerRun implements EventContext {

  /** Waiting for the record of a suspect's start: the store answers or the run is handed back. */
  private static final Duration RECORD_START = Duration.ofSeconds(5);

  /** Hears of runs. */
  interface Observer {
    void started(HandlerRun run);

    /** The handler is called next, on this thread; returns what is to be called around it. */
    default AroundHandle around(HandlerRun run) {
      return AroundHandle.NONE;
    }

    /** The handler has returned; failure is null when it ended well. */
    void ended(HandlerRun run, @Nullable Throwable failure);

    /** The payload cannot be read as what the handler takes. */
    void undecodable(HandlerRun run, String reason);

    /** It was not called. */
    void notStarted(HandlerRun run);

    /** How it ended could not be told, so nothing has been settled. */
    void untold(HandlerRun run);
  }

  final Delivery delivery;
  final int number;
  final RegisteredHandler handler;
  private final int attempt;
  private final int maxAttempts;
  private final EngineTime time;
  private final Observer observer;
  final long createdNanos;
  private final HandlerCall call;
  private Runnable report = () -> {};
  private AroundHandle around = AroundHandle.NONE;
  private boolean returned;

  /** Set where nothing can be made any more, not even a report. */
  private volatile boolean broken;

  HandlerRun(
      Delivery delivery,
      int number,
      RegisteredHandler handler,
      int attempt,
      int maxAttempts,
      EngineTime time,
      Observer observer) {
    this.delivery = delivery;
    this.number = number;
    this.handler = handler;
    this.attempt = attempt;
    this.maxAttempts = maxAttempts;
    this.time = time;
    this.observer = observer;
    this.createdNanos = time.nanoTime();
    this.call = new HandlerCall(handler, time);
  }

  /**
   * Runs the handler on this thread.
   *
   * @param resume is called when a run that went on in a stage has ended
   * @return whether it has ended already; then {@link #report()} is due
   */
  boolean execute(java.util.function.Consumer<HandlerRun> resume) {
    if (leaseEnds() || !recordStart()) {
      skip();
      report = () -> observer.notStarted(this);
      return true;
    }
    Object payload;
    try {
      Envelope envelope = delivery.envelope;
      payload =
          handler
              .reader()
              .readValue(
                  envelope.element(),
                  envelope.dataStart(),
                  envelope.dataEnd() - envelope.dataStart());
    } catch (RuntimeException | StackOverflowError unreadable) {
      // Not only Jackson's: the payload's own type may throw anything.
      return undecodable("the payload cannot be read: " + EnvelopeCodec.firstLine(unreadable));
    } catch (Error failure) {
      // A class that cannot be loaded, say, is no fault of the payload: it costs an attempt.
      call.startClock();
      end(failure);
      return true;
    }
    if (payload == null) {
      return undecodable("the payload is null");
    }
    CompletionStage<?> stage;
    try {
      observer.started(this);
      around = observer.around(this);
      call.begin();
      stage = handler.invocation().call(payload, this);
    } catch (Throwable failure) { // whatever a handler throws fails its attempt and nothing else
      end(failure);
      return true;
    }
    if (stage == null) {
      end(null);
      return true;
    }
    call.leaveThread();
    returned = true;
    around.returned();
    return endedWith(stage, resume);
  }

  /**
   * Follows the stage and returns whether it has ended already. It is not asked for a future, which
   * not every stage can give.
   */
  private boolean endedWith(
      CompletionStage<?> stage, java.util.function.Consumer<HandlerRun> resume) {
    AtomicBoolean ended = new AtomicBoolean();
    // Set by whoever comes first, the end of the stage or the return of this method; who comes
    // second goes on with the slot.
    AtomicBoolean passed = new AtomicBoolean();
    try {
      stage.whenComplete(
          (result, failure) -> {
            if (!ended.getAndSet(true)) {
              try {
                end(failure == null ? null : Stages.cause(failure));
              } catch (RuntimeException | Error unexpected) {
                breaks();
              }
              if (passed.getAndSet(true)) {
                resume.accept(this);
              }
            }
          });
    } catch (RuntimeException | Error broken) {
      if (!ended.getAndSet(true)) {
        end(broken);
        return true;
      }
    }
    return passed.getAndSet(true);
  }

  private boolean undecodable(String reason) {
    skip();
    report = () -> observer.undecodable(this, reason);
    return true;
  }

  /** Tells the observer how it ended; called once, by whoever took over the slot. */
  void report() {
    if (broken) {
      observer.untold(this);
    } else {
      report.run();
    }
  }

  /** Whatever breaks around the handler, out of memory say, its delivery must not be forgotten. */
  void breaks() {
    broken = true;
    call.breaks();
  }

  void untold() {
    observer.untold(this);
  }

  /** A crash during a suspect's handler must count, so the store has to know first that it runs. */
  private boolean recordStart() {
    if (!delivery.suspect) {
      return true;
    }
    try {
      Stages.await(
          delivery.lease.consumer.recordStart(delivery.id(), number),
          RECORD_START,
          "recording a start");
      return true;
    } catch (RuntimeException notRecorded) {
      return false;
    }
  }

  /**
   * A process that was paused learns from the clock, before the store can tell, that it is late.
   */
  private boolean leaseEnds() {
    return delivery.lease.endsSoon() || delivery.lease.ranOut(time.nanoTime());
  }

  /** The handler is not called at all. */
  void skip() {
    call.skip();
  }

  private void end(@Nullable Throwable failure) {
    Throwable verdict = call.end(failure);
    report = () -> observer.ended(this, verdict);
    if (!returned) {
      around.returned();
    }
    if (verdict == null) {
      around.handled();
    } else {
      around.failed(verdict);
    }
  }

  /**
   * The drain time is over: what the handler still does no longer counts, unless it ends well at
   * once.
   */
  void abandon() {
    call.abandon();
  }

  boolean abandoned() {
    return call.isAbandoned();
  }

  /** Returns whether the attempt has timed out and the handler not yet returned. */
  boolean overrunning() {
    return call.isOverrunning();
  }

  boolean ended() {
    return call.hasEnded();
  }

  long nanos() {
    return call.nanos();
  }

  @Override
  public EventMetadata metadata() {
    return delivery.metadata;
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public int maxAttempts() {
    return maxAttempts;
  }

  @Override
  public boolean redelivered() {
    return delivery.suspect;
  }

  @Override
  public boolean cancellationRequested() {
    return call.isCancelled() || leaseEnds();
  }
}
