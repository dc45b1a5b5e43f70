package dev.postbus.engine;

import dev.postbus.EmitException;
import dev.postbus.EmitException.Outcome;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way; it ends with the store's word on it or with an {@link EmitException}, and
 * what comes after its end changes nothing.
 */
final class PendingEvent extends CompletableFuture<PublishReply.Result> {

  final OutgoingEvent event;

  /** When its emit gives up, by {@link EngineTime#nanoTime()}. */
  final long deadline;

  /** What is stored although the emit failed; written before that. */
  private volatile PublishReply.@Nullable Result unconfirmed;

  PendingEvent(OutgoingEvent event, long deadline) {
    this.event = event;
    this.deadline = deadline;
  }

  int bytes() {
    return event.envelope().length;
  }

  /** Ends it: the store has it, but cannot promise what was asked for. */
  void unconfirmed(PublishReply.Result result, String problem) {
    unconfirmed = result;
    fail(Outcome.UNCONFIRMED, problem, null);
  }

  /** Returns what is stored of an emit that failed, or null. */
  PublishReply.@Nullable Result unconfirmed() {
    return unconfirmed;
  }

  void fail(Outcome outcome, String problem, @Nullable Throwable cause) {
    completeExceptionally(
        new EmitException(event.event(), Map.of(event.eventId(), outcome), problem, cause));
  }
}
