package dev.postbus.chaos.check;

import dev.postbus.chaos.history.Entry;
import org.jspecify.annotations.Nullable;

/**
 * One call of a handler.
 *
 * @param process which process made it
 * @param start its begin
 * @param end its end; null when the process was killed before, or never came back
 */
record Run(ProcessLog process, Entry.Start start, Entry.@Nullable End end) {

  boolean fine() {
    return end != null && end.fine();
  }

  /** Returns when it ended; far away when it did not. */
  long endedAt() {
    return end == null ? Long.MAX_VALUE : end.at();
  }

  String describe() {
    return "%s attempt %d on %s from %d to %s"
        .formatted(
            start.handler(),
            start.attempt(),
            process.name(),
            start.at(),
            end == null ? "?" : end.at() + (end.fine() ? " (fine)" : " (failed)"));
  }
}
