package dev.postbus;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * At least one event of an emit is not known to be stored. A repeat with the same {@code eventId}
 * is harmless within the deduplication window, whatever the outcome was.
 */
public final class EmitException extends EventBusException {

  private static final long serialVersionUID = 1L;
  private static final int LISTED = 5;

  /** What became of one event. */
  public enum Outcome {
    /** It is stored and will be delivered. */
    STORED,
    /** It is not stored; emitting it again is the only way to have it delivered. */
    NOT_STORED,
    /** No answer came in time: it may be stored or not. */
    UNKNOWN,
    /**
     * It is stored and will be delivered, but fewer copies than its {@link Durability} asks for are
     * confirmed.
     */
    UNCONFIRMED
  }

  private final LinkedHashMap<String, Outcome> outcomes;

  /**
   * Creates the exception.
   *
   * @param event the event name
   * @param outcomes the outcome of each event id, in the order of emission
   * @param problem what went wrong and what to do
   * @param cause the cause, or null
   */
  public EmitException(
      String event, Map<String, Outcome> outcomes, String problem, @Nullable Throwable cause) {
    super(message(event, outcomes, problem), cause);
    this.outcomes = new LinkedHashMap<>(outcomes);
  }

  private static String message(String event, Map<String, Outcome> outcomes, String problem) {
    String ids =
        outcomes.entrySet().stream()
            .limit(LISTED)
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    String more =
        outcomes.size() > LISTED ? " and %d more".formatted(outcomes.size() - LISTED) : "";
    return "emit of \"%s\" failed (%s%s): %s".formatted(event, ids, more, problem);
  }

  /** Returns the ids of the events of this emit, in order. */
  public List<String> eventIds() {
    return List.copyOf(outcomes.keySet());
  }

  /** Returns, per event id, whether it was stored; unmodifiable, in order. */
  public Map<String, Outcome> outcomes() {
    return Collections.unmodifiableMap(outcomes);
  }
}
