package dev.postbus;

/**
 * How one queue is worked on.
 *
 * @param concurrency handler runs at once, per instance; at least 1, and 1 is serial
 * @param attempts attempts per handler, counting the first, unless emit or handler says otherwise;
 *     at least 1
 */
public record QueueSettings(int concurrency, int attempts) {

  /** Checks both numbers. */
  public QueueSettings {
    Checks.atLeast("concurrency", 1, concurrency);
    Checks.atLeast("attempts", 1, attempts);
  }

  /** Returns the settings, or throws {@link IllegalArgumentException} for a number below 1. */
  public static QueueSettings of(int concurrency, int attempts) {
    return new QueueSettings(concurrency, attempts);
  }
}
