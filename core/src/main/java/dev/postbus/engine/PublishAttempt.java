package dev.postbus.engine;

import dev.postbus.EmitException.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One call to the store for a batch. The store's answer, the sweep and the end of the bus may meet
 * here: whoever ends it first decides what follows. Thread-safe.
 */
final class PublishAttempt {

  private static final long MOMENT_MILLIS = 500;

  private final List<PendingEvent> batch;
  private final long number;
  private final boolean unknownBefore;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean given;

  /**
   * Creates the attempt.
   *
   * @param batch at least one event
   * @param number the batch's number, the same for every attempt at it
   * @param unknownBefore whether an attempt before this one may have stored the batch
   */
  PublishAttempt(List<PendingEvent> batch, long number, boolean unknownBefore) {
    this.batch = batch;
    this.number = number;
    this.unknownBefore = unknownBefore;
  }

  /** Returns the next attempt at the same batch. */
  PublishAttempt again(boolean unknown) {
    return new PublishAttempt(batch, number, unknown);
  }

  List<PendingEvent> batch() {
    return batch;
  }

  long number() {
    return number;
  }

  boolean unknownBefore() {
    return unknownBefore;
  }

  /** The store is about to get the batch. */
  void give() {
    given = true;
  }

  boolean maybeStored() {
    return unknownBefore || given;
  }

  /** Returns whether the caller is the first to end it. */
  boolean end() {
    return !ended.getAndSet(true);
  }

  boolean hasEnded() {
    return ended.get();
  }

  /** Returns when its first event's emit gives up. */
  long deadline() {
    return batch.get(0).deadline;
  }

  /** Tells its emits that it failed; those that have ended already keep what they know. */
  void fail(boolean unknown, String problem, @Nullable Throwable cause) {
    Outcome outcome = unknown ? Outcome.UNKNOWN : Outcome.NOT_STORED;
    batch.forEach(one -> one.fail(outcome, problem, cause));
  }

  /** Tells its emits what the store said of each, and that it is not as safe as they wanted. */
  void tell(List<PublishReply.Result> results, @Nullable String problem, int unclaimedLimit) {
    for (int i = 0; i < batch.size(); i++) {
      PublishReply.Result result = results.get(i);
      if (result.kind() == PublishReply.Kind.UNCLAIMED_FULL) {
        batch
            .get(i)
            .fail(
                Outcome.NOT_STORED,
                "no group is bound to it and %d events wait for a first group already; start a subscriber, or raise unclaimedLimit"
                    .formatted(unclaimedLimit),
                null);
      } else if (problem != null) {
        batch.get(i).unconfirmed(result, problem);
      } else {
        batch.get(i).complete(result);
      }
    }
  }

  /** Waits a moment for its emits to be told. */
  void awaitTold() {
    try {
      CompletableFuture.allOf(batch.toArray(new CompletableFuture<?>[0]))
          .get(MOMENT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException told) {
      // Also that one failed was told; and who is not told by now is told by the end of the bus.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
