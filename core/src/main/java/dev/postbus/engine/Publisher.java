package dev.postbus.engine;

import dev.postbus.EmitException;
import dev.postbus.EmitException.Outcome;
import dev.postbus.EventBusConfig;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings events into the store by group commit: while one batch is on its way the next one gathers,
 * and an idle publisher sends at once. One batch is under way at a time, so order is kept and a
 * repeat can be told from a new batch. What waits is bounded in bytes; beyond that emits wait.
 */
final class Publisher {

  private static final int MAX_EVENTS = 500;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final EventStore store;
  private final DirectoryCache directory;
  private final EngineSettings settings;
  private final EventBusConfig config;
  private final EngineTime time;
  private final Executor executor;
  private final StoreWatch watch;
  private final String publisherId = UUID.randomUUID().toString();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();

  /** Guarded by lock. */
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();

  /** Guarded by lock. */
  private long pendingBytes;

  /** Guarded by lock. */
  private boolean sending;

  /** Guarded by lock. */
  private boolean sweeping;

  /** Only touched by whoever is sending. */
  private long sequence;

  /** What is on its way now, for the sweep. */
  private volatile List<Pending> underWay = List.of();

  /**
   * One event on its way; the future ends with the store's word on it or with an {@link
   * EmitException}.
   */
  static final class Pending extends CompletableFuture<PublishReply.Result> {
    private final OutgoingEvent event;
    private final long deadline;

    private Pending(OutgoingEvent event, long deadline) {
      this.event = event;
      this.deadline = deadline;
    }

    private void fail(Outcome outcome, String problem, @Nullable Throwable cause) {
      completeExceptionally(
          new EmitException(event.event(), Map.of(event.eventId(), outcome), problem, cause));
    }
  }

  Publisher(
      EventBusConfig config,
      EventStore store,
      DirectoryCache directory,
      EngineSettings settings,
      EngineTime time,
      Executor executor,
      StoreWatch watch) {
    this.config = config;
    this.store = store;
    this.directory = directory;
    this.settings = settings;
    this.time = time;
    this.executor = executor;
    this.watch = watch;
  }

  /**
   * Puts the events in line, in order, and returns what they will become. Waits while too much is
   * in line.
   */
  List<Pending> submit(List<OutgoingEvent> events) {
    List<Pending> submitted = new ArrayList<>(events.size());
    for (int from = 0; from < events.size(); ) {
      boolean send;
      lock.lock();
      try {
        if (!awaitRoom()) {
          rejectRest(events, from, submitted);
          return submitted;
        }
        long deadline = System.nanoTime() + settings.emitTimeout().toNanos();
        while (from < events.size() && pendingBytes < settings.maxPendingBytes()) {
          Pending next = new Pending(events.get(from++), deadline);
          pending.add(next);
          pendingBytes += next.event.envelope().length;
          submitted.add(next);
        }
        send = !sending;
        sending = true;
      } finally {
        lock.unlock();
      }
      if (send) {
        sweepLater();
        sendNext(0);
      }
    }
    return submitted;
  }

  /** Lock held. Returns false when no room came in time or the thread was interrupted. */
  private boolean awaitRoom() {
    long nanos = settings.emitTimeout().toNanos();
    try {
      while (pendingBytes >= settings.maxPendingBytes()) {
        if (nanos <= 0) {
          return false;
        }
        nanos = room.awaitNanos(nanos);
      }
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void rejectRest(List<OutgoingEvent> events, int from, List<Pending> submitted) {
    String problem =
        Thread.currentThread().isInterrupted()
            ? "the thread was interrupted while it waited for room"
            : "%d bytes wait for the store and none left within %s; is the store reachable and fast enough?"
                .formatted(settings.maxPendingBytes(), settings.emitTimeout());
    for (OutgoingEvent event : events.subList(from, events.size())) {
      Pending rejected = new Pending(event, 0);
      rejected.fail(Outcome.NOT_STORED, problem, null);
      submitted.add(rejected);
    }
  }

  /**
   * Sends until nothing is left or an answer is outstanding. Called by the one who set {@code
   * sending}.
   */
  private void sendNext(int inRow) {
    List<Pending> batch = takeBatch();
    underWay = batch;
    if (batch.isEmpty()) {
      return;
    }
    if (inRow > 0) {
      // Neither the store's own thread nor one caller shall do the sending for everybody.
      executor.execute(() -> send(batch, ++sequence));
    } else {
      send(batch, ++sequence);
    }
  }

  private List<Pending> takeBatch() {
    List<Pending> batch = new ArrayList<>();
    lock.lock();
    try {
      int bytes = 0;
      while (!pending.isEmpty() && batch.size() < MAX_EVENTS) {
        int length = pending.peek().event.envelope().length;
        if (!batch.isEmpty() && bytes + length > settings.maxBatchBytes()) {
          break;
        }
        bytes += length;
        batch.add(pending.remove());
      }
      pendingBytes -= bytes;
      if (batch.isEmpty()) {
        sending = false;
      }
      room.signalAll();
    } finally {
      lock.unlock();
    }
    return batch;
  }

  private void send(List<Pending> batch, long batchSequence) {
    GroupDirectory known = directory.cached();
    if (known == null) {
      directory
          .refresh()
          .whenComplete(
              (read, failure) -> {
                if (failure == null) {
                  send(batch, batchSequence);
                } else {
                  failed(batch, batchSequence, failure, false);
                }
              });
      return;
    }
    List<OutgoingEvent> events = new ArrayList<>(batch.size());
    for (Pending one : batch) {
      events.add(one.event.withRoutes(known.routesFor(one.event.event())));
    }
    PublishBatch message =
        new PublishBatch(
            publisherId,
            batchSequence,
            known.version(),
            events,
            config.deduplicationWindow(),
            config.unclaimedLimit());
    store
        .publish(message)
        .whenComplete(
            (reply, failure) -> {
              if (failure != null) {
                failed(batch, batchSequence, failure, true);
              } else if (reply instanceof PublishReply.Stale stale) {
                directory.offer(stale.directory());
                send(batch, batchSequence);
              } else {
                watch.answered();
                complete(batch, ((PublishReply.Accepted) reply).results());
                sendNext(1);
              }
            });
  }

  private void complete(List<Pending> batch, List<PublishReply.Result> results) {
    for (int i = 0; i < batch.size(); i++) {
      PublishReply.Result result = results.get(i);
      if (result.kind() == PublishReply.Kind.UNCLAIMED_FULL) {
        batch
            .get(i)
            .fail(
                Outcome.NOT_STORED,
                "no group is bound to it and %d events wait for a first group already; start a subscriber, or raise unclaimedLimit"
                    .formatted(config.unclaimedLimit()),
                null);
      } else {
        batch.get(i).complete(result);
      }
    }
  }

  /**
   * The very same batch is repeated until its first event's time is up: the store tells a repeat
   * from a new batch.
   */
  private void failed(
      List<Pending> batch, long batchSequence, Throwable failure, boolean maybeStored) {
    Throwable cause = Stages.cause(failure);
    if (cause instanceof NotStoredException) {
      batch.forEach(one -> one.fail(Outcome.NOT_STORED, cause.getMessage(), cause));
      sendNext(1);
      return;
    }
    watch.failed(cause);
    if (System.nanoTime() + PAUSE.toNanos() < batch.get(0).deadline) {
      time.schedule(PAUSE, () -> executor.execute(() -> send(batch, batchSequence)));
      return;
    }
    String problem =
        "the store did not answer within %s: %s"
            .formatted(settings.emitTimeout(), cause.getMessage());
    batch.forEach(
        one -> one.fail(maybeStored ? Outcome.UNKNOWN : Outcome.NOT_STORED, problem, cause));
    failOverdue(problem, cause);
    sendNext(1);
  }

  /**
   * However long the store keeps its own counsel, an emit ends in bounded time: now and then the
   * overdue are told so.
   */
  private void sweepLater() {
    lock.lock();
    try {
      if (sweeping) {
        return;
      }
      sweeping = true;
    } finally {
      lock.unlock();
    }
    time.schedule(settings.emitTimeout().dividedBy(4), () -> executor.execute(this::sweep));
  }

  private void sweep() {
    String problem = "the store did not answer within %s".formatted(settings.emitTimeout());
    for (Pending one : underWay) {
      if (one.deadline - System.nanoTime() < 0) {
        one.fail(Outcome.UNKNOWN, problem, null);
      }
    }
    failOverdue(problem, null);
    boolean again;
    lock.lock();
    try {
      sweeping = false;
      again = sending;
    } finally {
      lock.unlock();
    }
    if (again) {
      sweepLater();
    }
  }

  private void failOverdue(String problem, @Nullable Throwable cause) {
    List<Pending> overdue = new ArrayList<>();
    lock.lock();
    try {
      while (!pending.isEmpty() && pending.peek().deadline - System.nanoTime() < PAUSE.toNanos()) {
        Pending late = pending.remove();
        pendingBytes -= late.event.envelope().length;
        overdue.add(late);
      }
      room.signalAll();
    } finally {
      lock.unlock();
    }
    overdue.forEach(one -> one.fail(Outcome.NOT_STORED, problem, cause));
  }

  /** Waits until nothing is on its way, at most the given time. */
  void flush(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    lock.lock();
    try {
      long nanos = deadline - System.nanoTime();
      while (sending && nanos > 0) {
        nanos = room.awaitNanos(Math.min(nanos, TimeUnit.MILLISECONDS.toNanos(50)));
        nanos = deadline - System.nanoTime();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
