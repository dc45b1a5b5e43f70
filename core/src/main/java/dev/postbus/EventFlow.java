package dev.postbus;

import java.time.Instant;

/**
 * How much a source has emitted of an event. Written every few seconds, so the newest emits may be
 * missing; what a process had not yet written when it died stays missing.
 *
 * @param source the source, as configured
 * @param event the event name; {@link #OTHERS} for what exceeds the number of pairs that is kept
 * @param emitted how many were emitted
 * @param lastEmittedAt when some were last written, by the store's clock
 */
public record EventFlow(String source, String event, long emitted, Instant lastEmittedAt) {

  /**
   * Stands for all events, and sources, beyond 1,000 pairs; then those that nobody has emitted for
   * a day make room.
   */
  public static final String OTHERS = "(others)";
}
