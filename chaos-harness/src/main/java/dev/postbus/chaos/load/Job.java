package dev.postbus.chaos.load;

import java.time.Duration;

/**
 * The payload of every event.
 *
 * @param key names it in all logs, also when its event id is not yet known
 * @param fate what becomes of it
 * @param victim the handler the fate is about
 * @param millis how long each handler takes
 */
public record Job(String key, Fate fate, String victim, int millis) {

  /** What a victim asks for that wants its next attempt later. */
  public static final Duration LATER = Duration.ofMillis(300);
}
