package dev.postbus.redisson;

import dev.postbus.Durability;
import dev.postbus.engine.NotStoredException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redisson.client.protocol.RedisCommand;
import org.redisson.client.protocol.RedisCommands;

/**
 * What Redis is asked to wait for after a script, and what its answer means.
 *
 * @param durability REPLICATED or SYNCED
 * @param replicas how many must confirm
 * @param patience how long it waits for them
 */
record DurableWait(Durability durability, int replicas, Duration patience) {

  private static final String STORED =
      "stored, but %s within %s; it will be delivered, and a repeat with the same eventId is safe";

  /**
   * Returns the wait.
   *
   * @throws NotStoredException when there is nobody to wait for
   */
  static DurableWait of(Durability durability, int replicas, Duration patience) {
    if (durability == Durability.REPLICATED && replicas == 0) {
      throw new NotStoredException(
          "durability REPLICATED needs replicas, and the primary has none; add one, or use SYNCED"
              + " or STORED");
    }
    return new DurableWait(durability, replicas, patience);
  }

  RedisCommand<?> command() {
    return durability == Durability.SYNCED ? RedisCommands.WAITAOF : RedisCommands.WAIT;
  }

  Object[] parameters() {
    return durability == Durability.SYNCED
        ? new Object[] {1, replicas, patience.toMillis()}
        : new Object[] {replicas, patience.toMillis()};
  }

  /** Returns why it is not as durable as it was to be; empty when it is. */
  String problem(@Nullable Object answer, @Nullable Throwable failure) {
    if (failure != null) {
      Throwable cause = Scripts.cause(failure);
      if (!RedisErrors.isAnswer(cause)) {
        // The primary may be gone, with what it had stored: only a repeat can tell.
        throw RedisErrors.unknown("waiting for replicas", cause);
      }
      return "stored, but Redis refuses to wait for replicas: " + RedisErrors.reason(cause);
    }
    if (durability == Durability.REPLICATED) {
      int confirmed = ((Number) answer).intValue();
      return confirmed >= replicas
          ? ""
          : STORED.formatted(
              "confirmed by %d of %d replicas".formatted(confirmed, replicas), patience);
    }
    List<?> synced = (List<?>) answer;
    int here = ((Number) synced.get(0)).intValue();
    int there = ((Number) synced.get(1)).intValue();
    return here >= 1 && there >= replicas
        ? ""
        : STORED.formatted(
            "%s on the disk of the primary and of %d of %d replicas"
                .formatted(here >= 1 ? "only" : "not", there, replicas),
            patience);
  }

  /** Returns what to tell when Redis cannot wait for its disk. */
  static NotStoredException refusal(Throwable failure) {
    Throwable cause = Scripts.cause(failure);
    if (!RedisErrors.isAnswer(cause)) {
      throw RedisErrors.unknown("asking Redis whether it can wait for its disk", cause);
    }
    return new NotStoredException(
        "durability SYNCED needs Redis 7.2 with appendonly yes and a user who may WAITAOF; this one answers: %s"
            .formatted(RedisErrors.reason(cause)),
        cause);
  }
}
