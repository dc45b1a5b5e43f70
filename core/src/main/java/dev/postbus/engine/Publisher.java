package dev.postbus.engine;

import dev.postbus.Durability;
import dev.postbus.EmitException.Outcome;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Brings events into the store by group commit: while one batch is on its way the next one gathers,
 * and an idle publisher sends at once. One batch is under way at a time, so order is kept and a
 * repeat can be told from a new batch. What waits is bounded in bytes; beyond that emits wait.
 *
 * <p>Every emit ends in bounded time, whatever the store does: a batch that gets no answer is given
 * up when its first event's time is over, and the next one goes on.
 */
final class Publisher {

  private static final int MAX_EVENTS = 500;
  private static final Duration PAUSE = Duration.ofMillis(100);
  static final String CLOSED = "the bus is closed";

  /** A store that says nothing for so long is away, whatever it says in the end. */
  private static final Duration SILENCE = Duration.ofSeconds(3);

  private final EventStore store;
  private final DirectoryCache directory;
  private final EngineSettings settings;
  private final EventBusConfig config;
  private final EngineTime time;
  private final Executor executor;
  private final StoreWatch watch;
  private final PendingLine line;
  private final PublishBatches batches;
  private final AtomicBoolean sweeping = new AtomicBoolean();

  /** What is on its way now, or was last. */
  private volatile @Nullable PublishAttempt underWay;

  /** When that went on its way. */
  private volatile long askedAt;

  private volatile boolean closed;

  Publisher(
      EventBusConfig config,
      EventStore store,
      DirectoryCache directory,
      EngineSettings settings,
      EngineTime time,
      Executor executor,
      StoreWatch watch,
      Durability durability) {
    this.config = config;
    this.store = store;
    this.directory = directory;
    this.settings = settings;
    this.time = time;
    this.executor = executor;
    this.watch = watch;
    this.batches = new PublishBatches(config, durability);
    this.line = new PendingLine(time, settings.maxPendingBytes(), settings.emitTimeout());
  }

  /**
   * Puts the events in line, in order, and returns what they will become. Waits while too much is
   * in line.
   */
  List<PendingEvent> submit(List<OutgoingEvent> events) {
    List<PendingEvent> submitted = new ArrayList<>(events.size());
    while (submitted.size() < events.size()) {
      List<OutgoingEvent> rest = events.subList(submitted.size(), events.size());
      List<PendingEvent> added = line.add(rest);
      if (added.isEmpty()) {
        submitted.addAll(line.reject(rest));
        return submitted;
      }
      submitted.addAll(added);
      if (line.startSending()) {
        sweepLater();
        List<PendingEvent> batch = nextBatch();
        if (!batch.isEmpty()) {
          send(batches.next(batch));
        }
      }
    }
    return submitted;
  }

  private void sendNext() {
    sendInBackground(nextBatch());
  }

  /** Takes what waits; when nothing does, whoever emits next may send. */
  private List<PendingEvent> nextBatch() {
    return line.nextBatch(MAX_EVENTS, settings.maxBatchBytes());
  }

  /** Sends on a thread of its own. */
  private void sendInBackground(List<PendingEvent> batch) {
    if (!batch.isEmpty()) {
      PublishAttempt next = batches.next(batch);
      inBackground(() -> send(next));
    }
  }

  private void inBackground(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException | OutOfMemoryError noThread) {
      task.run();
    }
  }

  private void send(PublishAttempt attempt) {
    try {
      give(attempt);
    } catch (RuntimeException | Error unexpected) {
      if (attempt.end()) {
        goOnWithout(attempt, unexpected);
      }
    }
  }

  private void give(PublishAttempt attempt) {
    askedAt = time.nanoTime();
    underWay = attempt;
    if (closed) { // read after underWay was written: either this or close() sees the other
      attempt.fail(attempt.unknownBefore(), CLOSED, null);
      return;
    }
    GroupDirectory known = directory.cached();
    if (known == null) {
      directory
          .refresh()
          .whenComplete(
              (read, failure) -> {
                if (!attempt.end()) {
                  return;
                }
                if (failure == null) {
                  send(attempt.again(attempt.unknownBefore()));
                } else {
                  decide(attempt, () -> failed(attempt, failure));
                }
              });
      return;
    }
    PublishBatch message = batches.message(attempt, known);
    attempt.give();
    AtomicBoolean returned = new AtomicBoolean();
    Stages.called(() -> store.publish(message))
        .whenComplete(
            (reply, failure) -> {
              if (attempt.end()) {
                decide(attempt, () -> answered(attempt, reply, failure, returned.get()));
              }
            });
    returned.set(true);
  }

  /** An attempt that has ended leaves everything to what is decided now. */
  private void decide(PublishAttempt attempt, Runnable decision) {
    try {
      decision.run();
    } catch (RuntimeException | Error unexpected) {
      goOnWithout(attempt, unexpected);
    }
  }

  /** Whatever broke, a listener that finds no memory say, nobody else would send what waits. */
  private void goOnWithout(PublishAttempt attempt, Throwable unexpected) {
    attempt.fail(
        attempt.maybeStored(), "the answer of the store could not be dealt with", unexpected);
    sendNext();
  }

  /**
   * Deals with the answer.
   *
   * @param afterTheCall whether it came when the call was over, so that the next call on the same
   *     thread is no recursion
   */
  private void answered(
      PublishAttempt attempt,
      @Nullable PublishReply reply,
      @Nullable Throwable failure,
      boolean afterTheCall) {
    if (failure != null) {
      failed(attempt, failure);
    } else if (reply instanceof PublishReply.Stale stale) {
      directory.offer(stale.directory());
      send(attempt.again(attempt.unknownBefore()));
    } else {
      PublishReply.Unconfirmed weak = reply instanceof PublishReply.Unconfirmed it ? it : null;
      List<PublishReply.Result> results =
          weak == null ? ((PublishReply.Accepted) reply).results() : weak.results();
      if (results.size() != attempt.batch().size()) {
        failed(
            attempt,
            new IllegalStateException(
                "the store answered %d results for %d events"
                    .formatted(results.size(), attempt.batch().size())));
        return;
      }
      watch.answered();
      // One who emits alone is back at once: if somebody still seemed to be sending then, his next
      // event would have to go by way of another thread.
      boolean alone = attempt.batch().size() == 1;
      List<PendingEvent> next = alone ? nextBatch() : List.of();
      attempt.tell(results, weak == null ? null : weak.problem(), config.unclaimedLimit());
      next = alone ? next : nextBatch();
      if (afterTheCall && !next.isEmpty()) {
        // Another thread would wait for a processor behind all who have just been told.
        send(batches.next(next));
      } else {
        sendInBackground(next);
      }
    }
  }

  /**
   * The very same batch is repeated until its first event's time is up: the store tells a repeat
   * from a new batch.
   */
  private void failed(PublishAttempt attempt, Throwable failure) {
    Throwable cause = Stages.cause(failure);
    if (cause instanceof NotStoredException) {
      attempt.fail(attempt.unknownBefore(), cause.getMessage(), cause);
      sendNext();
      return;
    }
    watch.failed(cause);
    if (!closed && time.nanoTime() + PAUSE.toNanos() - attempt.deadline() < 0) {
      PublishAttempt repeat = attempt.again(attempt.maybeStored());
      time.schedule(PAUSE, () -> inBackground(() -> send(repeat)));
      return;
    }
    String problem =
        "the store did not answer within %s: %s"
            .formatted(settings.emitTimeout(), cause.getMessage());
    attempt.fail(attempt.maybeStored(), problem, cause);
    failOverdue(problem, cause);
    sendNext();
  }

  /** However long the store keeps its own counsel: now and then the overdue are told so. */
  private void sweepLater() {
    if (!sweeping.getAndSet(true)) {
      time.schedule(settings.emitTimeout().dividedBy(4), () -> inBackground(this::sweep));
    }
  }

  private void sweep() {
    PublishAttempt late = underWay;
    if (late != null && !late.hasEnded() && time.nanoTime() - askedAt >= SILENCE.toNanos()) {
      watch.failed(new EventBusException("storing events has had no answer for " + SILENCE));
    }
    if (late != null && late.deadline() - time.nanoTime() <= 0 && late.end()) {
      decide(late, () -> failed(late, new TimeoutException("it said nothing at all")));
    }
    failOverdue("the store did not answer within %s".formatted(settings.emitTimeout()), null);
    sweeping.set(false);
    if (line.isSending()) {
      sweepLater();
    }
  }

  private void failOverdue(String problem, @Nullable Throwable cause) {
    line.takeDueBy(time.nanoTime() + PAUSE.toNanos())
        .forEach(one -> one.fail(Outcome.NOT_STORED, problem, cause));
  }

  /** Waits until nothing is on its way, at most the given time. */
  void flush(Duration atMost) {
    line.awaitSent(atMost);
    PublishAttempt last = underWay;
    if (last != null && !line.isSending()) {
      // Its answer is here; a moment later its emits know.
      last.awaitTold();
    }
  }

  /** Tells every emit that still waits that nobody will answer it. */
  void close() {
    closed = true;
    line.close().forEach(one -> one.fail(Outcome.NOT_STORED, CLOSED, null));
    PublishAttempt last = underWay;
    if (last != null) {
      last.fail(last.maybeStored(), "the bus was closed before the store had answered", null);
    }
  }
}
