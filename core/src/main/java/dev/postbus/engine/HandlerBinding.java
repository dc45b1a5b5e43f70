package dev.postbus.engine;

import dev.postbus.EventPattern;
import java.util.List;

/**
 * The durable fact that a handler of a group takes the events that match its patterns.
 *
 * @param handlerId the stable id
 * @param patterns the patterns as text; an event matching any of them is for this handler, once
 */
public record HandlerBinding(String handlerId, List<String> patterns) {

  /** Copies the patterns, each of which must be valid: a store keeps them for everybody. */
  public HandlerBinding {
    patterns = List.copyOf(patterns);
    patterns.forEach(EventPattern::of);
  }
}
