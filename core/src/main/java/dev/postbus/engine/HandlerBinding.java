package dev.postbus.engine;

import java.util.List;

/**
 * The durable fact that a handler of a group takes the events that match its patterns.
 *
 * @param handlerId the stable id
 * @param patterns the patterns as text; an event matching any of them is for this handler, once
 */
public record HandlerBinding(String handlerId, List<String> patterns) {

  /** Copies the patterns. */
  public HandlerBinding {
    patterns = List.copyOf(patterns);
  }
}
